#include "base/files/file_changes.hpp"

#include "base/files/disk.hpp"
#include "base/files/files.hpp"

#include <algorithm>

namespace chatmock {

namespace {

namespace fs = std::filesystem;

void add_file(const fs::path& file, const std::string& name, FileStamps& stamps) {
    const auto found = disk::stamp_of(file);
    if (!found) return;
    const auto [stamp, is_first] = stamps.try_emplace(name, *found);
    if (is_first) return;
    stamp->second.written_at = std::max(stamp->second.written_at, found->written_at);
    stamp->second.bytes += found->bytes;
}

void add_names_unlike(const FileStamps& other, const FileStamps& stamps, std::set<std::string>& names) {
    for (const auto& [name, stamp] : stamps) {
        const auto found = other.find(name);
        if (found == other.end() || !(found->second == stamp)) names.insert(name);
    }
}

} // namespace

bool operator==(const FileStamp& one, const FileStamp& other) {
    return one.written_at == other.written_at && one.bytes == other.bytes;
}

bool add_stamps(const fs::path& path, const std::string& name, std::string_view suffix, FileStamps& stamps) {
    if (!disk::is_folder(path)) {
        add_file(path, name, stamps);
        return true;
    }
    const auto listing = files_below(path, suffix);
    for (const auto& file : listing.files) add_file(file.path, name + '/' + file.name, stamps);
    return !listing.is_cut_short;
}

bool FileChanges::stand_still(FileStamps now) {
    const bool still = now == seen_;
    seen_ = std::move(now);
    return still && !(seen_ == known_);
}

std::set<std::string> FileChanges::take() {
    std::set<std::string> names;
    add_names_unlike(known_, seen_, names);
    add_names_unlike(seen_, known_, names);
    known_ = seen_;
    return names;
}

} // namespace chatmock
