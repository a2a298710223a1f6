// Which files there are and when each was written, so that it shows what has been saved since.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace chatmock {

struct FileStamp {
    std::filesystem::file_time_type written_at;
    std::uintmax_t bytes = 0;
};

bool operator==(const FileStamp& one, const FileStamp& other);

using FileStamps = std::map<std::string, FileStamp>; // by name

// Adds the file at `path` as `name`; if that is a folder, the files in it, at any depth, whose names end in
// `suffix`, as NAME/… each. Folders whose names begin with a dot, and files that cannot be read, are left
// out. Two files of one name have one stamp, which changes when either does.
void add_stamps(const std::filesystem::path& path, const std::string& name, std::string_view suffix,
                FileStamps& stamps);

// Tells what has changed once it stands still: a file may be seen half-written.
class FileChanges {
public:
    explicit FileChanges(const FileStamps& known) : known_(known), seen_(known) {}

    // Whether something is not as it is known, and all is as it was when this was last asked.
    bool stand_still(FileStamps now);

    // Whether all is as it is known, as of when stand_still() was last asked.
    bool is_known() const { return seen_ == known_; }

    // The names of what was written, came or went. From here on it is known as it is.
    std::set<std::string> take();

private:
    FileStamps known_;
    FileStamps seen_;
};

} // namespace chatmock
