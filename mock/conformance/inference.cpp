#include "conformance/inference.hpp"

#include "base/json/binary_json.hpp"
#include "base/json/fields.hpp"
#include "conformance/outline.hpp"
#include "conformance/widening.hpp"
#include "conformance/wording.hpp"
#include "schema/document/dialect.hpp"

#include <algorithm>

namespace chatmock::conformance {

namespace {

std::string shown_part(const std::optional<Json>& part) { return part ? shown(*part) : "nothing"; }

std::optional<Json> part_at(const Json& schema, const std::string& at) {
    const Json::json_pointer pointer(at);
    return schema.contains(pointer) ? std::optional<Json>(schema.at(pointer)) : std::nullopt;
}

// In the style of the shipped contracts.
Json new_contract(const std::string& event, const Json& payload) {
    Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                   {"$id", "urn:chatmock:event:" + event},
                   {"title", event},
                   {"description", "As the service was seen to send it."}};
    schema.update(schema_for(payload));
    return schema;
}

// The contract's schema, widened for the payload, and the place of the change; empty if no known change
// helps.
std::optional<Json> widened(const catalogue::Contract& contract, const Json& payload,
                            std::set<std::string>& changed) {
    auto schema = contract.schema();
    for (const auto& drift : drifts_of(contract, payload)) {
        if (auto at = widen(schema, drift, payload)) changed.insert(std::move(*at));
    }
    return schema == contract.schema() ? std::nullopt : std::optional(std::move(schema));
}

// Allows any item in a list whose items were never seen.
void forget_unseen_items(Json& schema) {
    std::vector<std::string> places;
    if (!schema.is_object()) return;
    if (schema.contains("items") && schema["items"] == Json(false)) schema.erase("items");
    schema::visit_subschemas(schema, schema::Dialect(),
                             [&](const std::string& at, const Json&) { places.push_back(at); });
    for (const auto& at : places) forget_unseen_items(schema.at(Json::json_pointer(at)));
}

} // namespace

std::string line_of(const ContractChange& change) {
    auto text = change.event + ".schema.json";
    if (!change.at.empty()) text += " " + change.at;
    text += ": " + shown_part(change.before) + " -> " + shown_part(change.after) + " (" +
            std::to_string(change.seen) + " of " + std::to_string(change.heard) + " payloads)";
    return to_ascii(text);
}

void Inference::hear(const std::string& event, const Json& arguments) {
    if (names_.admit(event) != EventNames::Admission::admitted) return;
    if (!arguments.is_array() || arguments.size() != 1 || has_bytes(arguments)) return;
    Inferred* const inferred = find(event, arguments.front());
    if (inferred == nullptr) return;
    ++inferred->heard;
    take_in(*inferred, arguments.front());
}

Inference::Inferred* Inference::find(const std::string& event, const Json& payload) {
    const auto heard = events_.find(event);
    if (heard != events_.end()) return &heard->second;
    std::optional<catalogue::Contract> original;
    if (const auto known = catalogue_.find_event(event)) original = (*known)->contract;
    auto contract = original ? Result<catalogue::Contract>(*original)
                             : catalogue::Contract::compile(new_contract(event, payload));
    if (!contract) return nullptr;
    return &events_.emplace(event, Inferred{std::move(original), std::move(*contract), 0, {}, true})
                .first->second;
}

void Inference::take_in(Inferred& inferred, const Json& payload) {
    constexpr int rounds_max = 100; // a change may reveal another mistake
    const auto keeps = [&](const catalogue::Contract& contract) { return contract.holds(payload); };
    if (keeps(inferred.contract) && (!inferred.original || keeps(*inferred.original))) return;
    std::set<std::string> changed;
    if (inferred.original) // count only the changes that this payload alone requires of the original
        widened(*inferred.original, payload, changed);
    for (int round = 0; round < rounds_max && inferred.changed.size() < changes_max; ++round) {
        auto schema = widened(inferred.contract, payload, changed);
        if (!schema) break;
        auto contract =
            catalogue::Contract::compile(std::move(*schema), inferred.contract.rules().settings());
        if (!contract) break;
        inferred.contract = std::move(*contract);
    }
    inferred.is_resolved = inferred.is_resolved && keeps(inferred.contract);
    for (const auto& at : changed) {
        if (inferred.changed.size() < changes_max || inferred.changed.count(at) != 0) ++inferred.changed[at];
    }
}

std::vector<ContractChange> Inference::changes() const {
    std::vector<ContractChange> changes;
    for (const auto& [event, inferred] : events_) {
        if (!inferred.original) {
            changes.push_back({event, "", std::nullopt, schemas().at(event), inferred.heard, inferred.heard});
            continue;
        }
        std::string added; // listed once, as a whole
        for (const auto& [at, seen] : inferred.changed) {
            auto before = part_at(inferred.original->schema(), at);
            auto after = part_at(inferred.contract.schema(), at);
            if (before == after || (!added.empty() && is_within(at, added))) continue;
            if (!before) added = at;
            if (after) forget_unseen_items(*after);
            changes.push_back({event, at, std::move(before), std::move(after), seen, inferred.heard});
        }
    }
    return changes;
}

std::map<std::string, Json> Inference::schemas() const {
    std::map<std::string, Json> schemas;
    for (const auto& [event, inferred] : events_) {
        const auto& schema = inferred.contract.schema();
        if (inferred.original && inferred.original->schema() == schema) continue;
        forget_unseen_items(schemas[event] = schema);
    }
    return schemas;
}

std::vector<std::string> Inference::unresolved() const {
    std::vector<std::string> events;
    for (const auto& [event, inferred] : events_) {
        if (!inferred.is_resolved) events.push_back(event);
    }
    return events;
}

} // namespace chatmock::conformance
