#include "conformance/drift.hpp"

#include "base/binary_json.hpp"
#include "base/json_place.hpp"
#include "conformance/explanation.hpp"
#include "conformance/outline.hpp"
#include "conformance/wording.hpp"

#include <algorithm>
#include <set>

namespace chatmock::conformance {

namespace {

// JSON has no bytes, and so no schema speaks about them.
void find_bytes(const Json& value, const JsonPlace& at, std::vector<Drift>& drifts) {
    if (drifts.size() >= drifts_max) return;
    if (value.is_binary()) {
        drifts.push_back({DriftKind::wrong_type, at.pointer(), "JSON without bytes", shown_value(value), ""});
    } else if (value.is_object()) {
        for (const auto& [name, member] : value.items()) find_bytes(member, at.member(name), drifts);
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) find_bytes(value[i], at.element(i), drifts);
    }
}

// What the contract itself says. Objects are told of for what is wrong within them, too.
std::vector<Drift> in_its_own_words(const std::vector<Violation>& violations, const Json& payload) {
    std::vector<Drift> drifts;
    for (const auto& violation : violations) {
        const bool follows = std::any_of(violations.begin(), violations.end(),
                                         [&](const auto& each) { return is_within(each.at, violation.at); });
        if (follows) continue;
        const Json::json_pointer place(violation.at);
        drifts.push_back({DriftKind::wrong_value, violation.at,
                          "a value that keeps the contract (" + violation.message + ")",
                          payload.contains(place) ? shown_value(payload.at(place)) : "nothing", ""});
    }
    return drifts;
}

void tell_each_once(std::vector<Drift>& drifts) {
    std::vector<Drift> once;
    std::set<std::pair<DriftKind, std::string>> told;
    for (auto& drift : drifts) {
        if (once.size() < drifts_max && told.insert({drift.kind, drift.at}).second)
            once.push_back(std::move(drift));
    }
    drifts = std::move(once);
}

} // namespace

std::string_view name_of(DriftKind kind) {
    switch (kind) {
        case DriftKind::missing_field: return "missing_field";
        case DriftKind::wrong_type: return "wrong_type";
        case DriftKind::wrong_format: return "wrong_format";
        case DriftKind::wrong_value: return "wrong_value";
        case DriftKind::unknown_field: return "unknown_field";
        case DriftKind::wrong_arguments: return "wrong_arguments";
        case DriftKind::unknown_event: return "unknown_event";
    }
    return "";
}

std::vector<Drift> drifts_of(const catalogue::Contract& contract, const Json& payload) {
    std::vector<Drift> drifts;
    find_bytes(payload, JsonPlace(""), drifts);
    const auto violations = contract.check(payload);
    if (drifts.empty() && violations.empty()) return {};
    if (!violations.empty()) {
        auto explained = explain(contract.schema(), payload);
        drifts.insert(drifts.end(), std::make_move_iterator(explained.begin()),
                      std::make_move_iterator(explained.end()));
    }
    if (drifts.empty()) drifts = in_its_own_words(violations, payload);
    tell_each_once(drifts);
    return drifts;
}

} // namespace chatmock::conformance
