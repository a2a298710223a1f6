#include "core/calls/reload.hpp"

namespace chatmock::core {

namespace {

Json list_of(const std::vector<FileMistake>& mistakes) {
    Json list = Json::array();
    for (const auto& mistake : mistakes) {
        Json json = {{"file", mistake.file}};
        if (!mistake.at.empty()) json["at"] = mistake.at;
        json["message"] = mistake.message;
        list.push_back(std::move(json));
    }
    return list;
}

} // namespace

void take_up(const Reloaded& reloaded, State& state) {
    if (reloaded.catalogue) state.settings.catalogue = reloaded.catalogue;
    if (reloaded.profile) {
        state.settings.profile = *reloaded.profile;
        state.follow_profile();
        state.transcript.forget_tokens();
    }
    if (reloaded.scenarios) {
        state.settings.scenarios = *reloaded.scenarios;
        state.scenarios = state.settings.scenarios;
    }
    Entry entry;
    entry.kind = entry_kind::reload;
    entry.details.add(report_of(reloaded));
    state.record(std::move(entry));
}

Json report_of(const Reloaded& reloaded) {
    Json report = {{"changed", reloaded.changed}};
    if (!reloaded.refused.empty()) report["refused"] = list_of(reloaded.refused);
    if (!reloaded.warnings.empty()) report["warnings"] = list_of(reloaded.warnings);
    return report;
}

} // namespace chatmock::core
