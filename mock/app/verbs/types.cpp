#include "app/cli/exit_code.hpp"
#include "app/data/find_data.hpp"
#include "app/verbs/verbs.hpp"
#include "catalogue/typescript.hpp"
#include "policy/profile.hpp"

#include <iostream>

namespace chatmock::app {

int types(const Options& options) {
    const auto folders = find_data(options.fixtures, options.contracts);
    if (!folders) return unusable(describe(folders.error()));
    const auto loaded = catalogue::load(folders->fixtures, folders->contracts);
    const auto profile = policy::load_profile(folders->fixtures, options.profile);
    if (!profile)
        return unusable((profile.error().file.empty() ? "--profile: " : "") + describe(profile.error()));
    for (const auto& error : loaded.unloadable) return unusable(describe(error));
    std::cout << catalogue::to_typescript(loaded.catalogue, policy::sent_events(profile->client_events));
    return exit_fine;
}

} // namespace chatmock::app
