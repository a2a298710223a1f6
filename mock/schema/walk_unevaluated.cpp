#include "schema/walk.hpp"

#include <algorithm>

namespace chatmock::schema {

// Runs only if all other checks passed, so a mistake is reported once.
bool Walk::check_unevaluated(const Visit& visit) {
    const auto& node = visit.node;
    if (node.unevaluated_properties != nullptr && visit.value.is_object() &&
        !check_unevaluated_members(visit))
        return false;
    return node.unevaluated_items == nullptr || !visit.value.is_array() || check_unevaluated_items(visit);
}

bool Walk::check_unevaluated_members(const Visit& visit) {
    Evaluated evaluated;
    collect(visit.node, visit, true, evaluated);
    if (evaluated.all) return true;
    const auto* const others = visit.node.unevaluated_properties;
    bool holds = true;
    for (auto member = visit.value.begin(); member != visit.value.end(); ++member) {
        if (evaluated.members.count(member.key()) != 0) continue;
        const Place place(visit.place, member.key());
        if (*others->source == Json(false)) {
            holds = fail({visit.node, member.value(), place, visit.report}, FindingKind::unknown_field,
                         "no such field", visit.node.rule_of("unevaluatedProperties"));
        } else {
            holds &= ask(*others, member.value(), place, visit.report);
        }
        if (!holds && visit.report == nullptr) return false;
    }
    return holds;
}

bool Walk::check_unevaluated_items(const Visit& visit) {
    Evaluated evaluated;
    collect(visit.node, visit, true, evaluated);
    if (evaluated.all) return true;
    bool holds = true;
    for (auto i = evaluated.prefix; i < visit.value.size(); ++i) {
        if (evaluated.items.count(i) != 0) continue;
        const Place place(visit.place, i);
        holds &= ask(*visit.node.unevaluated_items, visit.value[i], place, visit.report);
        if (!holds && visit.report == nullptr) return false;
    }
    return holds;
}

// Collects what the node and the valid schemas in its place have evaluated. `is_itself` marks the node that
// asks.
void Walk::collect(const Node& node, const Visit& visit, bool is_itself, Evaluated& evaluated) {
    if (evaluated.all || stopped_ || !evaluated.asked.insert(&node).second) return;
    if (effort_.visits-- == 0) {
        effort_.visits = 0;
        return stop(visit.place, "a payload that can be checked in fewer steps", visit.value, node.rule);
    }
    const bool is_entered = nodes_.are_dynamic && (scope_.empty() || scope_.back() != node.resource);
    if (is_entered) scope_.push_back(node.resource);
    if (visit.value.is_object()) {
        if (!is_itself && node.unevaluated_properties != nullptr) evaluated.all = true;
        collect_members(node, visit, evaluated);
    } else {
        if (!is_itself && node.unevaluated_items != nullptr) evaluated.all = true;
        collect_items(node, visit, evaluated);
    }
    const auto collect_it = [&](const Node* each) { collect(*each, visit, false, evaluated); };
    const auto if_it_holds = [&](const Node* each) {
        if (holds(*each, visit.value, visit.place)) collect_it(each);
    };
    if (node.reference != nullptr) collect_it(node.reference);
    if (node.dynamic_reference) collect_it(&target_of(*node.dynamic_reference));
    for (const auto* each : node.all) collect_it(each);
    for (const auto* each : node.any) if_it_holds(each);
    for (const auto* each : node.one) if_it_holds(each);
    for (const auto& dependency : node.dependencies)
        if (dependency.node != nullptr && visit.value.is_object() && visit.value.contains(dependency.name))
            collect_it(dependency.node);
    if (node.condition != nullptr) {
        const bool is_met = holds(*node.condition, visit.value, visit.place);
        if (is_met) collect_it(node.condition);
        const auto* const next = is_met ? node.consequence : node.alternative;
        if (next != nullptr) collect_it(next);
    }
    if (is_entered) scope_.pop_back();
}

void Walk::collect_members(const Node& node, const Visit& visit, Evaluated& evaluated) {
    if (node.additional_properties != nullptr) evaluated.all = true;
    if (evaluated.all) return;
    for (auto member = visit.value.begin(); member != visit.value.end(); ++member) {
        const auto& name = member.key();
        const Place place(visit.place, name);
        const bool is_known =
            node.property(name) != nullptr ||
            std::any_of(node.pattern_properties.begin(), node.pattern_properties.end(),
                        [&](const PatternProperty& each) {
                            return search(each.pattern, name, place, each.node->rule) == Match::found;
                        });
        if (is_known) evaluated.members.insert(name);
    }
}

void Walk::collect_items(const Node& node, const Visit& visit, Evaluated& evaluated) {
    if (node.items != nullptr) evaluated.all = true;
    evaluated.prefix = std::max(evaluated.prefix, node.prefix.size());
    const bool contains_counts = node.resource->dialect.draft == Draft::draft2020;
    if (node.contains == nullptr || !contains_counts) return;
    for (std::size_t i = 0; i < visit.value.size(); ++i) {
        const Place place(visit.place, i);
        if (holds(*node.contains, visit.value[i], place)) evaluated.items.insert(i);
    }
}

} // namespace chatmock::schema
