#include "core/calls/reload.hpp"

namespace chatmock::core {

void take_up(const Reloaded& reloaded, State& state) {
    if (reloaded.catalogue) {
        state.files.catalogue = reloaded.catalogue;
        state.follow_catalogue();
    }
    if (reloaded.profile) {
        state.files.profile = reloaded.profile;
        state.follow_files_profile();
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
