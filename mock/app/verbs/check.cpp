#include "app/cli/exit_code.hpp"
#include "app/data/find_data.hpp"
#include "app/verbs/verbs.hpp"
#include "base/files/files.hpp"
#include "catalogue/catalogue.hpp"
#include "core/input/scenario.hpp"
#include "policy/profile.hpp"

#include <iostream>

namespace chatmock::app {

int check(const Options& options) {
    const auto folders = find_data(options.fixtures, options.contracts);
    if (!folders) return unusable(describe(folders.error()));
    const auto& fixtures = folders->fixtures;
    const bool asserts_formats = options.formats == "assert";
    const auto loaded = catalogue::load(fixtures, folders->contracts, nullptr, asserts_formats);
    auto unloadable = loaded.unloadable;
    (void)files_in(fixtures, "profiles", "", unloadable);
    const auto profiles = policy::profile_names(fixtures);
    for (const auto& name : profiles) {
        if (const auto profile = policy::load_profile(fixtures, name); !profile)
            unloadable.push_back(profile.error());
    }
    const auto scenarios = core::load_scenarios(fixtures, loaded.catalogue);
    unloadable.insert(unloadable.end(), scenarios.unloadable.begin(), scenarios.unloadable.end());
    for (const auto& error : unloadable) std::cout << describe(error) << "\n";
    for (const auto& error : loaded.broken) std::cout << describe(error) << "\n";
    for (const auto& error : loaded.warnings) std::cout << "warning: " << describe(error) << "\n";
    std::size_t count = 0;
    for (const auto& [name, event] : loaded.catalogue.events()) count += event.fixtures.size();
    std::cout << loaded.catalogue.events().size() << " contracts, " << count << " fixtures, "
              << profiles.size() << " profiles, " << scenarios.scenarios.size() + scenarios.unloadable.size()
              << " scenarios: " << unloadable.size() << " unreadable, " << loaded.broken.size()
              << " violate their contract\n";
    if (!unloadable.empty()) return exit_unusable;
    return loaded.broken.empty() ? exit_fine : exit_failed;
}

} // namespace chatmock::app
