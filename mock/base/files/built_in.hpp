// The files that the binary carries, byte for byte as they were when it was built. In a path `built-in:` is
// the folder of them all: `built-in:/fixtures/profiles/default.json` is read as any other file is.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock {

constexpr std::string_view built_in_folder = "built-in:";

// By their names in the repository: "contracts/control.openapi.yaml". They last as long as the program.
const std::map<std::string, std::string_view>& built_in_files();

// The name below `built-in:` that `path` stands for; empty if `path` is on the disk.
std::optional<std::string> built_in_name(const std::string& path);

} // namespace chatmock
