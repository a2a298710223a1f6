#include "schema/walk.hpp"

#include "base/json/equality.hpp"
#include "base/json/fields.hpp"
#include "base/json/number.hpp"
#include "schema/wording.hpp"

#include <algorithm>
#include <set>

namespace chatmock::schema {

namespace {

// The depth of nested schemas; each level takes some hundred bytes of stack.
constexpr std::size_t depth_max = 1000;

Findings each_once(Findings findings) {
    Findings once;
    std::set<std::pair<FindingKind, std::string>> known;
    for (auto& finding : findings)
        if (known.insert({finding.kind, finding.at}).second) once.push_back(std::move(finding));
    return once;
}

} // namespace

void append(Findings& findings, Findings more) {
    const auto room = findings_max - std::min(findings_max, findings.size());
    const auto taken = static_cast<std::ptrdiff_t>(std::min(room, more.size()));
    findings.insert(findings.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.begin() + taken));
}

bool Walk::holds(const Json& payload) {
    const Place whole;
    return ask(*nodes_.root, payload, whole, nullptr) && !stopped_;
}

bool Walk::is_flawless(const Json& payload) { return holds(payload) && !has_format_mismatch_; }

Findings Walk::findings(const Json& payload) {
    const Place whole;
    if (holds(payload)) return {};
    if (stopped_) return {*stopped_};
    Findings report;
    ask(*nodes_.root, payload, whole, &report);
    return stopped_ ? Findings{*stopped_} : each_once(std::move(report));
}

// The first pass gives the verdict, a second one the report. Only answers that no limit affected are cached.
bool Walk::ask(const Node& node, const Json& value, const Place& place, Findings* report) {
    if (stopped_) return false;
    if (effort_.visits-- == 0) {
        effort_.visits = 0;
        stop(place, "a payload that can be checked in fewer steps", value, node.rule);
        return false;
    }
    if (depth_ == depth_max) {
        stop(place, "schemas nested at most " + std::to_string(depth_max) + " deep", value, node.rule);
        return false;
    }
    const bool is_remembered = node.is_shared && !nodes_.are_dynamic;
    const Key key{&node, &value};
    if (is_remembered && report == nullptr) {
        const auto known = verdicts_.find(key);
        if (known != verdicts_.end()) return known->second;
    } else if (is_remembered) {
        const auto known = explained_.find(key);
        if (known != explained_.end()) {
            append(*report, known->second);
            return known->second.empty();
        }
    }
    const bool is_entered = nodes_.are_dynamic && (scope_.empty() || scope_.back() != node.resource);
    if (is_entered) scope_.push_back(node.resource);
    ++depth_;
    Findings own;
    const bool holds = check({node, value, place, report == nullptr ? nullptr : &own});
    --depth_;
    if (is_entered) scope_.pop_back();
    if (is_remembered && !stopped_) {
        if (report == nullptr) verdicts_.emplace(key, holds);
        else explained_.emplace(key, own);
    }
    if (report != nullptr) append(*report, std::move(own));
    return holds;
}

bool Walk::check(const Visit& visit) {
    const auto& [node, value, place, report] = visit;
    if (node.source->is_boolean()) {
        return node.source->get<bool>() || fail(visit, FindingKind::wrong_value, "nothing", node.rule);
    }
    if (!check_value(visit)) return false;
    bool holds = check_limits(visit);
    const auto goes_on = [&holds, report = report] { return holds || report != nullptr; };
    if (goes_on() && value.is_object()) holds &= check_object(visit);
    if (goes_on() && value.is_array()) holds &= check_array(visit);
    if (goes_on()) holds &= check_in_place(visit);
    return holds && check_unevaluated(visit);
}

// Checks that exclude all others: type, value and format. True if none failed.
bool Walk::check_value(const Visit& visit) {
    const auto& [node, value, place, report] = visit;
    if (node.types != 0 && (node.types & types_of(value)) == 0)
        return fail(visit, FindingKind::wrong_type, expectation_of(*node.source), node.rule_of("type"));
    if (node.constant != nullptr && !equal(*node.constant, value))
        return fail(visit, FindingKind::wrong_value, expectation_of(*node.source), node.rule_of("const"));
    if (node.listed != nullptr && !is_listed(node, value))
        return fail(visit, FindingKind::wrong_value, expectation_of(*node.source), node.rule_of("enum"));
    return !value.is_string() || check_text(visit);
}

bool Walk::is_listed(const Node& node, const Json& value) {
    constexpr std::size_t few = 4;
    if (node.listed->size() <= few)
        return std::any_of(node.listed->begin(), node.listed->end(),
                           [&](const Json& each) { return equal(each, value); });
    const auto [begin, end] = node.listed_by_hash.equal_range(hash_of(value));
    return std::any_of(begin, end, [&](const auto& each) { return equal(*each.second, value); });
}

bool Walk::check_text(const Visit& visit) {
    const auto& [node, value, place, report] = visit;
    const auto& text = value.get_ref<const std::string&>();
    if (node.pattern && search(*node.pattern, text, place, node.rule_of("pattern")) != Match::found) {
        const bool is_named = node.format.has_value();
        auto expected = is_named ? "a string (" + node.format->name + ")"
                                 : "a text that matches " + shown(Json(node.pattern->source()));
        return fail(visit, FindingKind::wrong_format, std::move(expected), node.rule_of("pattern"));
    }
    if (!node.format) return true;
    const bool is_mistake = node.format->asserts || formats_ == Formats::asserted;
    const bool is_looked_at = is_mistake || formats_ == Formats::recorded;
    if (!is_looked_at || node.format->format->holds(text)) return true;
    has_format_mismatch_ = true;
    if (!is_mistake) return true;
    return fail(visit, FindingKind::wrong_format, "a string (" + node.format->name + ")",
                node.rule_of("format"));
}

bool Walk::check_limits(const Visit& visit) {
    for (const auto& limit : visit.node.limits) {
        const auto kept = limit.check(visit.value);
        if (kept == Kept::yes) continue;
        auto rule = visit.node.rule_of(limit.keyword().name);
        if (kept == Kept::no) return fail(visit, FindingKind::wrong_value, limit.in_words(), std::move(rule));
        stop(visit.place, "a number of fewer digits", visit.value, std::move(rule));
        return false;
    }
    return true;
}

Match Walk::search(const Pattern& pattern, const std::string& text, const Place& place,
                   const std::string& rule) {
    if (stopped_) return Match::none;
    const auto match = pattern.search(text, effort_);
    if (match == Match::too_costly) {
        stop(place, "a text that can be matched with " + shown(Json(pattern.source())) + " in fewer steps",
             text, rule);
    }
    return match;
}

bool Walk::fail(const Visit& visit, FindingKind kind, std::string expected, std::string rule) {
    if (visit.report != nullptr && visit.report->size() < findings_max)
        visit.report->push_back(
            {kind, visit.place.pointer(), std::move(expected), shown_value(visit.value), std::move(rule)});
    return false;
}

void Walk::stop(const Place& place, std::string expected, const Json& got, std::string rule) {
    if (stopped_) return;
    stopped_ = {FindingKind::too_costly, place.pointer(), std::move(expected), shown_value(got),
                std::move(rule)};
}

} // namespace chatmock::schema
