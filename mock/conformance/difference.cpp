#include "conformance/difference.hpp"

#include "base/json/fields.hpp"
#include "conformance/wording.hpp"
#include "schema/wording.hpp"

#include <algorithm>
#include <set>

namespace chatmock::conformance {

namespace {

using Kinds = std::set<std::string>;

// The kinds without the distinction between empty and other lists.
Kinds types_of(const Place& place) {
    auto kinds = place.kinds;
    if (kinds.erase("empty list") > 0) kinds.insert("list");
    return kinds;
}

// "integer|null", null last; "string, sometimes" if the field can be absent.
std::string words_of(const Place& place) {
    auto kinds = types_of(place);
    const bool nullable = kinds.erase("null") > 0;
    std::string text;
    for (const auto& kind : kinds) text += (text.empty() ? "" : "|") + kind;
    if (nullable) text += text.empty() ? "null" : "|null";
    if (text.empty()) text = "any";
    return place.always ? text : text + ", sometimes";
}

std::set<Json> rule_of(const Place& place, const std::string& keyword) {
    const auto rule = place.rules.find(keyword);
    return rule == place.rules.end() ? std::set<Json>() : rule->second;
}

// "10", "10 or 20", "nothing".
std::string words_of(const std::set<Json>& rule) {
    std::vector<std::string> words;
    for (const auto& each : rule) words.push_back(shown(each));
    return words.empty() ? "nothing" : schema::alternatives(words);
}

bool allows(const Kinds& allowed, const std::string& kind) {
    if (allowed.empty() || allowed.count(kind) != 0) return true;
    if (kind == "uuid" || kind == "date-time") return allowed.count("string") != 0;
    return kind == "integer" && allowed.count("number") != 0;
}

// True if the place can hold other values.
bool holds_values(const Place& place) {
    const auto types = types_of(place);
    return types.empty() || types.count("object") + types.count("list") > 0;
}

// True if everything that a recording shows at the place is allowed by the contract.
bool fits(const Place& contract, const Place& shown) {
    const auto allowed = types_of(contract);
    const auto kinds = types_of(shown);
    return std::all_of(kinds.begin(), kinds.end(), [&](const auto& kind) { return allows(allowed, kind); }) &&
           (shown.always || !contract.always);
}

const Place* find(const Outline& outline, const std::string& at) {
    const auto found = outline.find(at);
    return found == outline.end() ? nullptr : &found->second;
}

class Comparison {
public:
    Comparison(const Side& before, const Side& after) : before_(before), after_(after) {}

    std::vector<Difference> all() {
        auto names = before_.events;
        names.insert(after_.events.begin(), after_.events.end());
        for (const auto& [event, outline] : names) {
            const auto before = before_.events.find(event);
            const auto after = after_.events.find(event);
            const bool was = before != before_.events.end();
            const bool is = after != after_.events.end();
            if (was && is) compare(event, before->second, after->second);
            else if (!was && !may_be_unshown(after_, before_))
                differences_.push_back({event, Sign::added, "", "", ""});
            else if (!is && !may_be_unshown(before_, after_))
                differences_.push_back({event, Sign::removed, "", "", ""});
        }
        return std::move(differences_);
    }

private:
    void compare(const std::string& event, const Outline& before, const Outline& after) {
        auto places = before;
        places.insert(after.begin(), after.end());
        std::set<std::string> reported; // already reported; the places inside are skipped
        for (const auto& [at, place] : places) {
            const bool is_reported =
                std::any_of(reported.begin(), reported.end(),
                            [&, &here = at](const auto& each) { return is_within(here, each); });
            if (is_reported) continue;
            const Place* const was = find(before, at);
            const Place* const is = find(after, at);
            if (was != nullptr && is != nullptr) {
                if (!is_same(*was, *is))
                    differences_.push_back({event, Sign::changed, at, words_of(*was), words_of(*is)});
                compare_rules(event, at, *was, *is);
                if (holds_values(*was) != holds_values(*is)) reported.insert(at);
                continue;
            }
            reported.insert(at);
            if (was == nullptr && !is_merely_unshown(after_, *is, before_, before, at))
                differences_.push_back({event, Sign::added, at, "", words_of(*is)});
            if (is == nullptr && !is_merely_unshown(before_, *was, after_, after, at))
                differences_.push_back({event, Sign::removed, at, words_of(*was), ""});
        }
    }

    void compare_rules(const std::string& event, const std::string& at, const Place& before,
                       const Place& after) {
        if (!before_.is_contracts || !after_.is_contracts) return;
        auto rules = before.rules;
        rules.insert(after.rules.begin(), after.rules.end());
        for (const auto& [keyword, either] : rules) {
            const auto was = rule_of(before, keyword);
            const auto is = rule_of(after, keyword);
            if (was == is) continue;
            differences_.push_back({event, Sign::changed, at, keyword + " " + words_of(was), words_of(is)});
        }
    }

    bool is_same(const Place& before, const Place& after) const {
        if (before_.is_contracts && !after_.is_contracts) return fits(before, after);
        if (after_.is_contracts && !before_.is_contracts) return fits(after, before);
        return types_of(before) == types_of(after) && before.always == after.always;
    }

    // True if one side allows a field that the other side need not have.
    static bool may_be_unshown(const Side& there, const Side& elsewhere) {
        return there.is_contracts && !elsewhere.is_contracts;
    }

    // True if a contract allows the place, and a recording merely lacks an object that could have it.
    static bool is_merely_unshown(const Side& there, const Place& place, const Side& elsewhere,
                                  const Outline& outline, const std::string& at) {
        if (!may_be_unshown(there, elsewhere)) return false;
        const bool is_item = at.size() > 1 && at.compare(at.size() - 2, 2, "/*") == 0;
        const Place* const parent = find(outline, at.substr(0, at.find_last_of('/')));
        return is_item || !place.always || parent == nullptr || parent->kinds.count("object") == 0;
    }

    const Side& before_;
    const Side& after_;
    std::vector<Difference> differences_;
};

std::string tail_of(const Difference& difference) {
    const auto at = difference.at.empty() && difference.sign == Sign::changed ? "(the whole)" : difference.at;
    switch (difference.sign) {
        case Sign::added: return "+ " + at + "  " + difference.after;
        case Sign::removed: return "- " + at + "  " + difference.before;
        case Sign::changed: return "~ " + at + "  " + difference.before + " -> " + difference.after;
    }
    return "";
}

} // namespace

std::vector<Difference> differences_of(const Side& before, const Side& after) {
    return Comparison(before, after).all();
}

std::string text_of(const std::vector<Difference>& differences) {
    std::size_t width = 0;
    for (const auto& each : differences) width = std::max(width, to_ascii(each.event).size());
    std::string text;
    for (const auto& each : differences) {
        const auto event = to_ascii(each.event);
        auto line = event + std::string(width - event.size(), ' ') + "  " + to_ascii(tail_of(each));
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

} // namespace chatmock::conformance
