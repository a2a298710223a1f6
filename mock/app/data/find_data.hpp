// Where fixtures and contracts are.
#pragma once

#include "base/files/files.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace chatmock::app {

struct DataFolders {
    FileLayers fixtures; // the uppermost first
    std::filesystem::path contracts;
};

// The fixtures of `fixtures`, the last of them uppermost, or else of ./fixtures where that looks like ours;
// below them what is installed beside the binary, and what the binary carries. Contracts are of one folder:
// the given one,
// ./contracts, the installed or the built-in one. Fails where a given folder is missing, or cannot be one of
// its kind; the message names the flag.
Result<DataFolders> find_data(const std::vector<std::string>& fixtures, const std::string& contracts);

Result<std::filesystem::path> find_contracts(const std::string& given);

// For people: full paths, or "built in".
std::string shown_folder(const std::filesystem::path& folder);

} // namespace chatmock::app
