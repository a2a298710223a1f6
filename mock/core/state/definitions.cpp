#include "core/state/definitions.hpp"

namespace chatmock::core {

Definitions::Definitions(WorldSettings& settings)
    : files{settings.catalogue, std::make_shared<const policy::Profile>(settings.profile)},
      settings_(settings) {
    use(settings.profile);
    follow_files();
}

bool Definitions::follow_files() {
    changes = {};
    installed = {};
    follow_files_catalogue();
    scenarios = settings_.scenarios;
    scenarios_of_calls.clear();
    const bool had_profile_of_calls = profile_origin != ProfileOrigin::files;
    if (had_profile_of_calls) use(*files.profile);
    else follow_profile();
    return had_profile_of_calls;
}

void Definitions::follow_files_catalogue() {
    settings_.catalogue = files.catalogue;
    changed_catalogue_.reset();
    if (!changes.empty()) changes.apply_to(changeable_catalogue());
}

void Definitions::follow_files_scenarios(const Scenarios& of_files) {
    settings_.scenarios = of_files;
    auto all = of_files;
    for (const auto& name : scenarios_of_calls) {
        const auto set = scenarios.find(name);
        if (set != scenarios.end()) all.insert_or_assign(name, set->second);
    }
    scenarios = std::move(all);
}

void Definitions::use(policy::Profile profile, ProfileOrigin origin) {
    settings_.profile = std::move(profile);
    profile_origin = origin;
    auto& keys = settings_.profile.keys;
    if (keys && keys->is_to_be_seeded()) keys = policy::JwtKeys::seeded(settings_.seed);
    follow_profile();
}

void Definitions::follow_profile() {
    rules = settings_.profile.rules;
    last_rule = 0;
    groups = settings_.profile.groups;
}

catalogue::Catalogue& Definitions::changeable_catalogue() {
    if (changed_catalogue_ == nullptr) {
        changed_catalogue_ = std::make_shared<catalogue::Catalogue>(*settings_.catalogue);
        settings_.catalogue = changed_catalogue_;
    }
    return *changed_catalogue_;
}

} // namespace chatmock::core
