// Reads and writes files that people write or read. Every error names the file and the system's reason: a
// file that cannot be examined is never treated as absent.
#pragma once

#include "base/json/json.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chatmock {

// The default limit of a file's size: reading a longer one would block the loop.
constexpr std::uintmax_t file_bytes_max = std::uintmax_t{8} * 1024 * 1024;

// Never blocks: a pipe or a device is refused. Fails with `unreadable_file`.
Result<std::string> read_text_file(const std::filesystem::path& path,
                                   std::uintmax_t bytes_max = file_bytes_max);
Result<Json> read_json_file(const std::filesystem::path& path);

// Creates the folders of the path, too. Afterwards the file holds either the old text or the new one, never a
// part: if the disk is full, the old text stays. Fails with `unwritable_file`.
Result<void> write_text_file(const std::filesystem::path& path, const std::string& text);

// True if no file has that name; false if that cannot be determined.
bool is_absent(const std::filesystem::path& path);

// The error for a folder that was removed after its files were loaded; the loaded values stay.
Error folder_removed(const std::filesystem::path& directory);

// True for a hidden file or folder, and for one that an editor leaves behind: `._x`, `.idea`, `x~`, `#x#`.
bool is_passed_over(const std::filesystem::path& name);

// The files right below `directory` whose names end in `suffix`, sorted by name; folders are not among them.
// Skips hidden files and editors' leftovers. Returns an empty list if the directory does not exist; fails
// with `unreadable_file` if it cannot be listed.
Result<std::vector<std::filesystem::path>> files_in(const std::filesystem::path& directory,
                                                    std::string_view suffix);

// The folders right below `directory`, sorted by name; otherwise as files_in().
Result<std::vector<std::filesystem::path>> folders_in(const std::filesystem::path& directory);

struct FoundFile {
    std::string name; // relative to the folder, with slashes: NewMessage/default.json
    std::filesystem::path path;
};

struct Listing {
    std::vector<FoundFile> files;
    bool is_cut_short = false; // a folder could not be listed for lack of descriptors or memory
};

// The files below `directory`, at most 8 folders deep, sorted by name. Skips folders that cannot be listed;
// otherwise as files_in().
Listing files_below(const std::filesystem::path& directory, std::string_view suffix);

// One folder of a stack of folders.
struct FileLayer {
    std::filesystem::path folder;
    bool is_optional = false; // files that do not fit the other layers are skipped
};

// A stack of folders: a file hides the files of its name in the folders below.
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

// The visible files of each layer's folder `below`, sorted by name; otherwise as files_in(). Adds the error
// of each folder that cannot be listed to `unlistable`.
std::vector<LayeredFile> files_in(const FileLayers& layers, const std::filesystem::path& below,
                                  std::string_view suffix, std::vector<Error>& unlistable);

// True if `path` is below `folder`. Compares names only.
bool is_below(const std::filesystem::path& path, const std::filesystem::path& folder);

// The file's name without `suffix`.
std::string stem_of(const std::filesystem::path& path, std::string_view suffix);

} // namespace chatmock
