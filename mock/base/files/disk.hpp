// The machine's files, for files.hpp and those that look for files. In WebAssembly its host reads them.
#pragma once

#include "base/files/file_changes.hpp"
#include "base/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace chatmock::disk {

// A file's text, or the reason why there is none.
struct Reading {
    std::error_code failure;
    std::string other_kind;              // "a folder", if it is not a file
    std::optional<std::uintmax_t> bytes; // as the system says, if it is longer than allowed
    bool has_grown = false;              // beyond the limit, while it was read
    std::string text;
};

// Never blocks: for a pipe or a device it returns the kind.
Reading read(const std::filesystem::path& path, std::uintmax_t bytes_max);

struct Entry {
    std::string name;
    bool is_folder = false;  // false for a link that is broken or leads to itself
    std::error_code failure; // if it cannot be examined
};

struct Folder {
    std::vector<Entry> entries; // without those that are passed over, in any order
    std::error_code failure;
};

Folder list(const std::filesystem::path& directory);

// True if no file has that name; false if that cannot be determined.
bool is_absent(const std::filesystem::path& path);

bool is_folder(const std::filesystem::path& path);

// Empty if the file cannot be examined.
std::optional<FileStamp> stamp_of(const std::filesystem::path& path);

// The working directory; empty if it cannot be found.
std::filesystem::path current_folder();

// The file of this program; empty if it is not one.
std::optional<std::filesystem::path> program();

} // namespace chatmock::disk
