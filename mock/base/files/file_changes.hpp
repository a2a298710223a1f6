// Compares the names and write times of files, to see which were saved since the last look.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace chatmock {

struct FileStamp {
    std::chrono::nanoseconds written_at; // since 1970
    std::uintmax_t bytes = 0;
};

bool operator==(const FileStamp& one, const FileStamp& other);

using FileStamps = std::map<std::string, FileStamp>; // by name

// Adds the file at `path` as `name`. If `path` is a folder, adds each file in it, at any depth, whose name
// ends in `suffix`, as NAME/… . Skips folders whose names begin with a dot, and files that cannot be read.
// Two files of one name have one stamp, which changes if one of them does.
// False if a folder could not be listed for lack of descriptors or memory: then stamps are missing.
bool add_stamps(const std::filesystem::path& path, const std::string& name, std::string_view suffix,
                FileStamps& stamps);

// Reports changes only after they have settled: an editor may still be writing a file when it is seen.
class FileChanges {
public:
    explicit FileChanges(const FileStamps& known) : known_(known), seen_(known) {}

    // True if something differs from the known state, and nothing has changed since the previous call.
    bool stand_still(FileStamps now);

    // True if the last call of stand_still() saw the known state.
    bool is_known() const { return seen_ == known_; }

    // The names of files that were written, added or removed. The state that was last seen becomes the known
    // one.
    std::set<std::string> take();

private:
    FileStamps known_;
    FileStamps seen_;
};

} // namespace chatmock
