// Finds the folders of fixtures and contracts.
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

// The fixtures: those of the command line, the last one on top, or ./fixtures if it looks like ours. Below
// them are the installed ones and those in the binary. Contracts are one folder: the command line's,
// ./contracts, the installed or the built-in one. Fails if a folder of the command line is missing or has
// another kind. The message names the flag.
Result<DataFolders> find_data(const std::vector<std::string>& fixtures, const std::string& contracts);

Result<std::filesystem::path> find_contracts(const std::string& given);

// For people: a full path, or "built in".
std::string shown_folder(const std::filesystem::path& folder);

} // namespace chatmock::app
