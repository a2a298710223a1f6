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

// The files below `directory`, at most 8 folders deep; folders that cannot be listed are passed over, and the
// rest is as for files_in().
std::vector<std::filesystem::path> files_below(const std::filesystem::path& directory,
                                               std::string_view suffix);

// A folder that lies over others, or below them.
struct FileLayer {
    std::filesystem::path folder;
    bool is_optional = false; // what does not fit the rest is passed over
};

// Folders in which the same names mean the same: a file hides those of its name in the folders below.
class FileLayers {
public:
    FileLayers(std::filesystem::path only) : layers_{{std::move(only)}} {} // NOLINT: a folder is one layer
    explicit FileLayers(std::vector<FileLayer> uppermost_first) : layers_(std::move(uppermost_first)) {}

    auto begin() const { return layers_.begin(); }
    auto end() const { return layers_.end(); }
    std::size_t size() const { return layers_.size(); }

private:
    std::vector<FileLayer> layers_;
};

struct LayeredFile {
    std::filesystem::path path;
    bool is_optional = false;
};

// The files of each layer's folder `below`, those that are hidden left out, by their names; the rest is as
// for files_in(). `unlistable` takes the error of each folder that cannot be listed.
std::vector<LayeredFile> files_in(const FileLayers& layers, const std::filesystem::path& below,
                                  std::string_view suffix, std::vector<Error>& unlistable);

// Whether `path` is below `folder`, by their names.
bool is_below(const std::filesystem::path& path, const std::filesystem::path& folder);

// The file's name without `suffix`.
std::string stem_of(const std::filesystem::path& path, std::string_view suffix);

} // namespace chatmock
