// Files: those that a person wrote, and those for persons to read. Every error names the file.
#pragma once

#include "base/json.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace chatmock {

Result<std::string> read_text_file(const std::filesystem::path& path);
Result<Json> read_json_file(const std::filesystem::path& path);

// Makes the folders that lead there, too. Fails with `unwritable_file`.
Result<void> write_text_file(const std::filesystem::path& path, const std::string& text);

// The files right below `directory` whose name ends in `suffix`, by name; none where it does not exist.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& directory, std::string_view suffix);

// The folders right below `directory`, by name; none where it does not exist.
std::vector<std::filesystem::path> folders_in(const std::filesystem::path& directory);

// The file's name without `suffix`.
std::string stem_of(const std::filesystem::path& path, std::string_view suffix);

} // namespace chatmock
