// A profile: how this mock behaves, as one file that a person wrote.
#pragma once

#include "engineio/handshake.hpp"
#include "policy/auth.hpp"
#include "policy/target.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace chatmock::policy {

struct Profile {
    std::vector<AuthRule> rules;
    Groups groups;
    engineio::Timings timings;
    Milliseconds connect_timeout{45000}; // from a session's start to its first accepted CONNECT
};

Result<Profile> parse_profile(const Json& json);

// Reads `fixtures`/profiles/NAME.json; a name that is not there fails with the nearest ones.
Result<Profile> load_profile(const std::filesystem::path& fixtures, const std::string& name);

std::vector<std::string> profile_names(const std::filesystem::path& fixtures);

} // namespace chatmock::policy
