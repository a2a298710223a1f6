#include "core/reload.hpp"

#include "core/calls/profile_calls.hpp"

namespace chatmock::core {

namespace {

std::string saved_profile_in(const std::vector<std::string>& files) {
    for (const auto& file : files) {
        if (file.rfind("fixtures/profiles/", 0) == 0) return file;
    }
    return {};
}

// True if the profile in use changes. A mistake is added to the report.
bool follow_files_profile(State& state, Reloaded& reloaded) {
    const auto origin = state.definitions.profile_origin;
    auto profile = origin == ProfileOrigin::patch ? rebased_profile(state, *reloaded.profile)
                                                  : Result<policy::Profile>(*reloaded.profile);
    state.definitions.files.profile = reloaded.profile;
    if (origin == ProfileOrigin::call) return false;
    if (profile) state.use(std::move(*profile), origin);
    else
        reloaded.refused.push_back({saved_profile_in(reloaded.changed), profile.error().at,
                                    "with what PATCH /profile has changed: " + profile.error().message});
    return static_cast<bool>(profile);
}

} // namespace

bool reload(Reloaded reloaded, State& state) {
    if (reloaded.catalogue) {
        state.definitions.files.catalogue = reloaded.catalogue;
        state.definitions.follow_files_catalogue();
    }
    const bool has_other_profile = reloaded.profile && follow_files_profile(state, reloaded);
    if (reloaded.scenarios) state.definitions.follow_files_scenarios(*reloaded.scenarios);
    Entry entry;
    entry.kind = EntryKind::reload;
    entry.details.add(report_of(reloaded));
    state.recorder.record(std::move(entry));
    return has_other_profile;
}

} // namespace chatmock::core
