#include "schema/walk.hpp"
#include "schema/wording.hpp"

#include <algorithm>

namespace chatmock::schema {

namespace {

// True if the type of the value itself is wrong, not of a part.
bool is_of_another_type(const Findings& findings, const std::string& at) {
    return findings.size() == 1 && findings.front().kind == FindingKind::wrong_type &&
           findings.front().at == at;
}

Finding joined(const std::vector<Findings>& refusals, const std::string& rule) {
    std::vector<std::string> expected;
    for (const auto& each : refusals) {
        const auto& words = each.front().expected;
        if (std::find(expected.begin(), expected.end(), words) == expected.end()) expected.push_back(words);
    }
    Finding finding = refusals.front().front();
    finding.expected = alternatives(expected);
    finding.rule = rule;
    return finding;
}

} // namespace

bool Walk::check_in_place(const Visit& visit) {
    const auto& [node, value, place, report] = visit;
    bool holds = true;
    const auto goes_on = [&holds, report = report] { return holds || report != nullptr; };
    if (node.reference != nullptr) holds &= ask(*node.reference, value, place, report);
    if (node.dynamic_reference && goes_on())
        holds &= ask(target_of(*node.dynamic_reference), value, place, report);
    for (const auto* each : node.all) {
        if (!goes_on()) return false;
        holds &= ask(*each, value, place, report);
    }
    if (!node.any.empty() && goes_on()) holds &= check_any(visit);
    if (!node.one.empty() && goes_on()) holds &= check_one(visit);
    if (node.condition != nullptr && goes_on()) holds &= check_condition(visit);
    if (node.refused != nullptr && goes_on() && this->holds(*node.refused, value, place))
        holds = fail(visit, FindingKind::wrong_value, "not " + expectation_of(*node.refused->source),
                     node.rule_of("not"));
    return holds;
}

// The outermost entered resource with the anchor; otherwise the reference's own target.
const Node& Walk::target_of(const DynamicReference& reference) const {
    for (const auto* resource : scope_) {
        const auto found = nodes_.dynamic.find({resource, reference.anchor});
        if (found != nodes_.dynamic.end()) return *found->second;
    }
    return *reference.lexical;
}

bool Walk::check_any(const Visit& visit) {
    const auto& any = visit.node.any;
    const bool fits = std::any_of(any.begin(), any.end(),
                                  [&](const Node* each) { return holds(*each, visit.value, visit.place); });
    if (!fits && visit.report != nullptr) explain_choices(visit, any, "anyOf");
    return fits;
}

bool Walk::check_one(const Visit& visit) {
    std::size_t count = 0;
    for (const auto* each : visit.node.one) {
        count += holds(*each, visit.value, visit.place) ? 1 : 0;
        if (count > 1)
            return fail(visit, FindingKind::wrong_value, "a value that fits only one choice",
                        visit.node.rule_of("oneOf"));
    }
    if (count == 0 && visit.report != nullptr) explain_choices(visit, visit.node.one, "oneOf");
    return count == 1;
}

bool Walk::check_condition(const Visit& visit) {
    const auto& node = visit.node;
    const auto* const next =
        holds(*node.condition, visit.value, visit.place) ? node.consequence : node.alternative;
    return next == nullptr || ask(*next, visit.value, visit.place, visit.report);
}

// Reports the mistakes of the closest choice; if every choice refuses the value itself, the expectations of
// all.
void Walk::explain_choices(const Visit& visit, const std::vector<const Node*>& choices,
                           std::string_view keyword) {
    const auto at = visit.place.pointer();
    std::vector<Findings> refusals;
    for (const auto* each : choices) {
        refusals.push_back(explain(*each, visit));
        if (refusals.back().empty()) return; // the check was stopped: no verdict
    }
    const auto fits_type = std::stable_partition(refusals.begin(), refusals.end(), [&](const Findings& each) {
        return !is_of_another_type(each, at);
    });
    if (fits_type != refusals.begin()) refusals.erase(fits_type, refusals.end());
    const bool each_at_once = std::all_of(refusals.begin(), refusals.end(), [&](const Findings& each) {
        return each.size() == 1 && each.front().at == at;
    });
    if (refusals.size() > 1 && each_at_once) {
        append(*visit.report, {joined(refusals, visit.node.rule_of(keyword))});
        return;
    }
    append(*visit.report, *std::min_element(refusals.begin(), refusals.end(), [](auto& one, auto& other) {
        return one.size() < other.size();
    }));
}

Findings Walk::explain(const Node& node, const Visit& visit) {
    Findings findings;
    ask(node, visit.value, visit.place, &findings);
    return findings;
}

} // namespace chatmock::schema
