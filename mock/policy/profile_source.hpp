// A profile as its files have it: the profile itself, and those that it extends.
#pragma once

#include "base/files/files.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace chatmock::policy {

struct ProfilePart {
    std::filesystem::path file;
    Json json;
};

// The uppermost first: `--set`, the profile, the profile that it extends, and so on.
using ProfileParts = std::vector<ProfilePart>;

std::vector<std::string> profile_names(const FileLayers& fixtures);

// Reads `fixtures`/profiles/NAME.json and the profiles that it extends. A profile that extends its own name
// means the one in a layer below. Names of key files become paths. An unknown name fails with the nearest
// ones, and without a file.
Result<ProfileParts> read_profile_parts(const FileLayers& fixtures, const std::string& name);

// The files that read_profile_parts() reads, until the first that it cannot read.
std::vector<std::filesystem::path> profile_files(const FileLayers& fixtures, const std::string& name);

// Each part over the next as a JSON Merge Patch (RFC 7396); without "extends".
Json merged(const ProfileParts& parts);

// The part that has the place, or else the first.
const ProfilePart& part_at(const ProfileParts& parts, const std::string& pointer);

// From "protocol.ping_interval_ms=300" to {"protocol":{"ping_interval_ms":300}}: the text after = is JSON,
// or else a string. Its file is `--set protocol.ping_interval_ms`.
Result<ProfilePart> parse_setting(const std::string& setting);

} // namespace chatmock::policy
