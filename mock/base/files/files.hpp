// Files: those that a person wrote, and those for persons to read. Every error names the file, and what the
// system said of it: what cannot be looked at is never taken for what is not there.
#pragma once

#include "base/json/json.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chatmock {

// The largest file that is read unless the caller says otherwise: a longer one would hold up the loop.
constexpr std::uintmax_t file_bytes_max = std::uintmax_t{8} * 1024 * 1024;

// Never waits: a pipe or a device is refused, whoever writes to it. Fails with `unreadable_file`.
Result<std::string> read_text_file(const std::filesystem::path& path,
                                   std::uintmax_t bytes_max = file_bytes_max);
Result<Json> read_json_file(const std::filesystem::path& path);

// Makes the folders that lead there, too. The file holds the old text or the new one, never a part: where the
// disk is full, the old one stays. Fails with `unwritable_file`.
Result<void> write_text_file(const std::filesystem::path& path, const std::string& text);

// Whether nothing has that name; false where that cannot be found out.
bool is_absent(const std::filesystem::path& path);

// For a folder that things were loaded from, and that has no more a name: they stay.
Error folder_is_gone(const std::filesystem::path& directory);

// A hidden file or folder, or one that an editor leaves behind: `._x`, `.idea`, `x~`, `#x#`.
bool is_passed_over(const std::filesystem::path& name);

// What is right below `directory` and is no folder, whose name ends in `suffix`, by name. Hidden files and
// editors' leftovers are passed over. A directory that does not exist holds none; one that cannot be listed
// fails with `unreadable_file`.
Result<std::vector<std::filesystem::path>> files_in(const std::filesystem::path& directory,
                                                    std::string_view suffix);

// The folders right below `directory`, by name; the rest is as for files_in().
Result<std::vector<std::filesystem::path>> folders_in(const std::filesystem::path& directory);

// The files below `directory`, at most 8 folders deep; folders that cannot be listed are passed over, and the rest
// is as for files_in().
std::vector<std::filesystem::path> files_below(const std::filesystem::path& directory, std::string_view suffix);

// The file's name without `suffix`.
std::string stem_of(const std::filesystem::path& path, std::string_view suffix);

} // namespace chatmock
