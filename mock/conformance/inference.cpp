#include "conformance/inference.hpp"

#include "base/binary_json.hpp"
#include "base/fields.hpp"
#include "conformance/outline.hpp"
#include "conformance/recording.hpp"
#include "conformance/widening.hpp"
#include "conformance/wording.hpp"

#include <algorithm>

namespace chatmock::conformance {

namespace {

std::string shown_part(const std::optional<Json>& part) { return part ? shown(*part) : "nothing"; }

std::optional<Json> part_at(const Json& schema, const std::string& at) {
    const Json::json_pointer pointer(at);
    return schema.contains(pointer) ? std::optional<Json>(schema.at(pointer)) : std::nullopt;
}

// In the style of the contracts that are shipped.
Json new_contract(const std::string& event, const Json& payload) {
    Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                   {"$id", "urn:chatmock:event:" + event},
                   {"title", event},
                   {"description", "As the service was seen to send it."}};
    schema.update(schema_for(payload));
    return schema;
}

// Lists that were never seen with an item may have any.
void forget_unseen_items(Json& schema) {
    if (!schema.is_structured()) return;
    if (schema.is_object() && schema.contains("items") && schema["items"] == Json(false))
        schema.erase("items");
    for (auto& member : schema) forget_unseen_items(member);
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
    if (!arguments.is_array() || arguments.size() != 1 || has_bytes(arguments)) return;
    Inferred* const inferred = find(event, arguments.front());
    if (inferred == nullptr) return;
    ++inferred->heard;
    take_in(*inferred, arguments.front());
}

Inference::Inferred* Inference::find(const std::string& event, const Json& payload) {
    const auto heard = events_.find(event);
    if (heard != events_.end()) return &heard->second;
    if (!is_file_name(event) || events_.size() == inferred_events_max) return nullptr;
    std::optional<Json> original;
    if (const auto known = catalogue_.find_event(event)) original = (*known)->contract.schema();
    auto schema = original ? *original : new_contract(event, payload);
    return &events_.emplace(event, Inferred{std::move(original), std::move(schema), 0, {}, true})
                .first->second;
}

void Inference::take_in(Inferred& inferred, const Json& payload) {
    constexpr int rounds_max = 100; // one change may show what else is wrong
    std::set<std::string> changed;
    const auto widen_for = [&](const Json& against, Json& schema) {
        const auto contract = catalogue::Contract::compile(against);
        if (!contract) return false;
        const auto drifts = drifts_of(*contract, payload);
        const auto before = schema;
        for (const auto& drift : drifts) {
            if (auto at = widen(schema, drift, payload)) changed.insert(std::move(*at));
        }
        return !drifts.empty() && schema != before;
    };
    if (inferred.original) {
        auto scratch = *inferred.original; // told is what this payload would change of it alone
        widen_for(*inferred.original, scratch);
    }
    for (int round = 0; round < rounds_max && inferred.changed.size() < changes_max; ++round) {
        const auto current = inferred.schema;
        if (!widen_for(current, inferred.schema)) break;
    }
    const auto contract = catalogue::Contract::compile(inferred.schema);
    inferred.is_resolved = inferred.is_resolved && contract && contract->check(payload).empty();
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
        std::string added; // all of it is told at once
        for (const auto& [at, seen] : inferred.changed) {
            auto before = part_at(*inferred.original, at);
            auto after = part_at(inferred.schema, at);
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
        if (inferred.original == inferred.schema) continue;
        forget_unseen_items(schemas[event] = inferred.schema);
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
