#include "core/calls/reload.hpp"

namespace chatmock::core {

void reload(const Reloaded& reloaded, State& state) {
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
    entry.kind = EntryKind::reload;
    entry.details.add(report_of(reloaded));
    state.record(std::move(entry));
}

} // namespace chatmock::core
