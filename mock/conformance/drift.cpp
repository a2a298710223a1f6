#include "conformance/drift.hpp"

#include "base/json/json_place.hpp"
#include "base/json/number.hpp"
#include "schema/wording.hpp"

#include <set>

namespace chatmock::conformance {

namespace {

// JSON has no bytes, so a schema cannot describe them.
void find_bytes(const Json& value, const JsonPlace& at, std::vector<Drift>& drifts) {
    if (drifts.size() >= drifts_max) return;
    if (is_bytes(value)) {
        drifts.push_back(
            {DriftKind::wrong_type, at.pointer(), "JSON without bytes", schema::shown_value(value), ""});
    } else if (value.is_object()) {
        for (const auto& [name, member] : value.items()) find_bytes(member, at.member(name), drifts);
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) find_bytes(value[i], at.element(i), drifts);
    }
}

DriftKind kind_of(schema::FindingKind kind) {
    using schema::FindingKind;
    switch (kind) {
        case FindingKind::missing_field: return DriftKind::missing_field;
        case FindingKind::wrong_type: return DriftKind::wrong_type;
        case FindingKind::wrong_format: return DriftKind::wrong_format;
        case FindingKind::wrong_value: return DriftKind::wrong_value;
        case FindingKind::unknown_field: return DriftKind::unknown_field;
        case FindingKind::too_costly: break;
    }
    return DriftKind::too_costly;
}

Drift drift_of(schema::Finding finding) {
    return {kind_of(finding.kind), std::move(finding.at), std::move(finding.expected), std::move(finding.got),
            std::move(finding.rule)};
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
        case DriftKind::too_costly: return "too_costly";
    }
    return "";
}

std::vector<Drift> drifts_of(const catalogue::Contract& contract, const Json& payload) {
    std::vector<Drift> drifts;
    find_bytes(payload, JsonPlace(""), drifts);
    std::set<std::string> places;
    for (const auto& drift : drifts) places.insert(drift.at);
    for (auto& finding : contract.rules().check(payload)) {
        const bool is_known =
            finding.kind == schema::FindingKind::wrong_type && places.count(finding.at) != 0;
        if (drifts.size() >= drifts_max || is_known) continue;
        drifts.push_back(drift_of(std::move(finding)));
    }
    if (drifts.size() > drifts_max) drifts.resize(drifts_max);
    return drifts;
}

std::vector<Drift> warnings_of(const catalogue::Contract& contract, const Json& payload) {
    std::vector<Drift> drifts;
    for (auto& finding : contract.rules().warnings(payload)) {
        drifts.push_back(drift_of(std::move(finding)));
        drifts.back().only_warns = true;
    }
    return drifts;
}

} // namespace chatmock::conformance
