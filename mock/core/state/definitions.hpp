// Definitions by files and by calls: the catalogue, the profile in use with its rules and groups, scenarios.
#pragma once

#include "catalogue/changes.hpp"
#include "core/input/world_settings.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace chatmock::core {

// The contents of the files, as they were read last. Calls never change it.
struct Files {
    std::shared_ptr<const catalogue::Catalogue> catalogue;
    std::shared_ptr<const policy::Profile> profile;
};

// The source of the profile in use.
enum class ProfileOrigin {
    files,
    patch, // it is that of files, changed by calls
    call,  // a call has set it whole
};

// The bytes of each thing that calls have added to the catalogue.
struct Installed {
    std::map<std::string, std::size_t> contracts;                        // by event
    std::map<std::pair<std::string, std::string>, std::size_t> fixtures; // by event and name
};

struct Definitions {
    // Keeps the catalogue and the profile in use in `settings`, which outlives this object.
    explicit Definitions(WorldSettings& settings);

    // Restores everything to the files, as they were read last. Changes by calls are forgotten. Returns true
    // if the profile was that of calls.
    bool follow_files();

    // Restores the catalogue to the files', with the changes of calls on top.
    void follow_files_catalogue();

    // Sets the scenarios of files. Those of calls stay, and hide those of files.
    void follow_files_scenarios(const Scenarios& of_files);

    // Sets the profile, with its rules and groups.
    void use(policy::Profile profile, ProfileOrigin origin = ProfileOrigin::files);

    // The catalogue, for changes by calls: the first change makes a copy.
    catalogue::Catalogue& changeable_catalogue();

    Files files;
    std::vector<policy::AuthRule> rules;
    std::uint64_t last_rule = 0; // the last number in an id of a call's rule
    policy::Groups groups;
    Scenarios scenarios;
    std::set<std::string> scenarios_of_calls; // the names of those that calls have set
    ProfileOrigin profile_origin = ProfileOrigin::files;
    catalogue::Changes changes; // of the catalogue, by calls
    Installed installed;

private:
    void follow_profile(); // with rules and groups

    WorldSettings& settings_;
    std::shared_ptr<catalogue::Catalogue> changed_catalogue_; // null until a call changes it
};

} // namespace chatmock::core
