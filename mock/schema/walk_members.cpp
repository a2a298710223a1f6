#include "base/json/equality.hpp"
#include "base/json/fields.hpp"
#include "base/text/nearest.hpp"
#include "schema/walk.hpp"
#include "schema/wording.hpp"

#include <algorithm>

namespace chatmock::schema {

namespace {

// Suggests similar names that the object does not have yet.
std::string unknown_field(const Node& node, const Json& object, const std::string& name) {
    constexpr std::size_t names_max = 200;
    std::vector<std::string> names;
    for (const auto& known : node.property_names_in_order) {
        if (names.size() < names_max && !object.contains(known)) names.push_back(shown(Json(known)));
    }
    const auto nearest = nearest_names(shown(Json(name)), names);
    return nearest.empty() ? "no such field" : alternatives(nearest);
}

} // namespace

bool Walk::check_object(const Visit& visit) {
    const auto& node = visit.node;
    bool holds = node.required.empty() || check_required(visit);
    const bool speaks_of_members =
        !node.properties.empty() || !node.pattern_properties.empty() || node.additional_properties != nullptr;
    if (speaks_of_members) {
        for (auto member = visit.value.begin(); member != visit.value.end(); ++member) {
            if (!holds && (visit.report == nullptr || visit.report->size() >= findings_max)) return false;
            holds &= check_member(visit, member.key(), member.value());
        }
    }
    if (node.names != nullptr && (holds || visit.report != nullptr)) holds &= check_names(visit);
    if (holds || visit.report != nullptr) holds &= check_dependencies(visit);
    return holds;
}

bool Walk::check_required(const Visit& visit) {
    const auto& required = visit.node.required;
    std::vector<std::string> missing;
    const auto miss_it = [&](const std::string& name) { missing.push_back(name); };
    constexpr std::size_t few = 1000; // a linear search is fast for this size
    if (required.size() * visit.value.size() <= few * few) {
        for (const auto& name : required)
            if (!visit.value.contains(name)) miss_it(name);
    } else {
        std::unordered_set<std::string> names;
        for (auto member = visit.value.begin(); member != visit.value.end(); ++member)
            names.insert(member.key());
        for (const auto& name : required)
            if (names.count(name) == 0) miss_it(name);
    }
    if (missing.empty()) return true;
    const auto rule = visit.node.rule_of("required");
    if (visit.value.empty() && missing.size() > 1)
        return fail(visit, FindingKind::wrong_value, "an object with " + shown(Json(missing)), rule);
    for (const auto& name : missing) miss(visit, name, rule);
    return false;
}

bool Walk::miss(const Visit& visit, const std::string& name, const std::string& rule) {
    if (visit.report == nullptr || visit.report->size() >= findings_max) return false;
    const auto* const described = visit.node.property(name);
    visit.report->push_back({FindingKind::missing_field, pointer_to(visit.place.pointer(), name),
                             described == nullptr ? "any value" : expectation_of(*described->source),
                             "nothing", rule});
    return false;
}

bool Walk::check_member(const Visit& visit, const std::string& name, const Json& member) {
    const auto& node = visit.node;
    const Place place(visit.place, name);
    bool is_known = false;
    bool holds = true;
    if (const auto* property = node.property(name)) {
        is_known = true;
        holds &= ask(*property, member, place, visit.report);
    }
    for (const auto& each : node.pattern_properties) {
        if (search(each.pattern, name, place, each.node->rule) != Match::found) continue;
        is_known = true;
        holds &= ask(*each.node, member, place, visit.report);
    }
    const auto* const others = node.additional_properties;
    if (is_known || others == nullptr || stopped_) return holds;
    if (*others->source != Json(false)) return ask(*others, member, place, visit.report);
    if (visit.report == nullptr) return false;
    return fail({node, member, place, visit.report}, FindingKind::unknown_field,
                unknown_field(node, visit.value, name), node.rule_of("additionalProperties"));
}

// A wrong name is reported at its field's place.
bool Walk::check_names(const Visit& visit) {
    bool holds = true;
    for (auto member = visit.value.begin(); member != visit.value.end(); ++member) {
        const Place place(visit.place, member.key());
        names_.emplace_back(member.key());
        holds &= ask(*visit.node.names, names_.back(), place, visit.report);
        if (!holds && (visit.report == nullptr || visit.report->size() >= findings_max)) return false;
    }
    return holds;
}

bool Walk::check_dependencies(const Visit& visit) {
    bool holds = true;
    for (const auto& dependency : visit.node.dependencies) {
        if (!visit.value.contains(dependency.name)) continue;
        if (dependency.node != nullptr)
            holds &= ask(*dependency.node, visit.value, visit.place, visit.report);
        for (const auto& name : dependency.required)
            if (!visit.value.contains(name)) holds = miss(visit, name, dependency.rule);
        if (!holds && visit.report == nullptr) return false;
    }
    return holds;
}

bool Walk::check_array(const Visit& visit) {
    const auto& [node, value, list, report] = visit;
    bool holds = true;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto* const schema = i < node.prefix.size() ? node.prefix[i] : node.items;
        if (schema == nullptr) break;
        const Place place(list, i);
        holds &= ask(*schema, value[i], place, report);
        if (!holds && (report == nullptr || report->size() >= findings_max)) return false;
    }
    if (node.unique_items && (holds || report != nullptr)) holds &= check_unique(visit);
    if (node.contains != nullptr && (holds || report != nullptr)) holds &= check_contained(visit);
    return holds;
}

bool Walk::check_unique(const Visit& visit) {
    bool holds = true;
    std::unordered_multimap<std::size_t, const Json*> seen;
    for (std::size_t i = 0; i < visit.value.size(); ++i) {
        const auto& item = visit.value[i];
        const auto hash = hash_of(item);
        const auto [begin, end] = seen.equal_range(hash);
        const bool is_repeated =
            std::any_of(begin, end, [&](const auto& each) { return equal(*each.second, item); });
        seen.emplace(hash, &item);
        if (!is_repeated) continue;
        const Place place(visit.place, i);
        holds = fail({visit.node, item, place, visit.report}, FindingKind::wrong_value,
                     "an item that is not in the list twice", visit.node.rule_of("uniqueItems"));
        if (visit.report == nullptr || visit.report->size() >= findings_max) return false;
    }
    return holds;
}

bool Walk::check_contained(const Visit& visit) {
    const auto& node = visit.node;
    const auto most = node.contains_max.value_or(UINT64_MAX);
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < visit.value.size() && count <= most; ++i) {
        if (count >= node.contains_min && !node.contains_max) break;
        const Place place(visit.place, i);
        count += holds(*node.contains, visit.value[i], place) ? 1 : 0;
    }
    const auto expectation = expectation_of(*node.contains->source);
    if (count > most)
        return fail(visit, FindingKind::wrong_value,
                    "at most " + std::to_string(most) + " items, each of them " + expectation,
                    node.rule_of("maxContains"));
    if (count >= node.contains_min) return true;
    if (node.contains_min == 1)
        return fail(visit, FindingKind::wrong_value, "an item that is " + expectation,
                    node.rule_of("contains"));
    return fail(visit, FindingKind::wrong_value,
                "at least " + std::to_string(node.contains_min) + " items, each of them " + expectation,
                node.rule_of("minContains"));
}

} // namespace chatmock::schema
