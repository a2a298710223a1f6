#include "base/files/files.hpp"

#include "base/files/built_in.hpp"
#include "base/files/disk.hpp"

#include <algorithm>
#include <map>
#include <system_error>

namespace chatmock {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t folder_depth_max = 8; // a symbolic link may lead back to a folder above it

Error unreadable(const fs::path& path, const std::string& why) {
    Error error{ErrorCode::unreadable_file, why};
    error.file = path.string();
    return error;
}

Error unreadable(const fs::path& path, const std::error_code& failure) {
    return unreadable(path, "the file cannot be read: " + failure.message());
}

bool ends_with(std::string_view text, std::string_view suffix) {
    return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

// The entries of `folder`, which ends in a slash or is empty: the first part of each name below it, and true
// for folders.
std::map<std::string, bool> built_in_entries(const std::string& folder) {
    std::map<std::string, bool> entries;
    const auto& files = built_in_files();
    for (auto file = files.lower_bound(folder); file != files.end(); ++file) {
        if (file->first.compare(0, folder.size(), folder) != 0) break;
        const auto rest = file->first.substr(folder.size());
        entries.emplace(rest.substr(0, rest.find('/')), rest.find('/') != std::string::npos);
    }
    return entries;
}

std::string with_slash(const std::string& folder) {
    return folder.empty() || folder.back() == '/' ? folder : folder + '/';
}

// A lack that passes: it says nothing about the files.
bool is_shortage(const std::error_code& failure) {
    return failure == std::errc::too_many_files_open || failure == std::errc::too_many_files_open_in_system ||
           failure == std::errc::not_enough_memory;
}

// The names in a folder, in order.
struct Names {
    std::vector<std::string> files;
    std::vector<std::string> folders;

    void add(std::string name, bool is_folder) { (is_folder ? folders : files).push_back(std::move(name)); }

    void sort() {
        std::sort(files.begin(), files.end());
        std::sort(folders.begin(), folders.end());
    }
};

Result<Names> names_in(const fs::path& directory, bool& is_cut_short) {
    Names names;
    if (const auto built_in = built_in_name(directory.string())) {
        for (const auto& [name, is_folder] : built_in_entries(with_slash(*built_in)))
            names.add(name, is_folder);
        return names;
    }
    auto folder = disk::list(directory);
    if (folder.failure == std::errc::no_such_file_or_directory && folder.entries.empty()) return names;
    for (auto& entry : folder.entries) {
        if (entry.failure) return unreadable(directory / entry.name, entry.failure);
        names.add(std::move(entry.name), entry.is_folder);
    }
    is_cut_short = is_cut_short || is_shortage(folder.failure);
    if (folder.failure)
        return unreadable(directory, "the folder cannot be listed: " + folder.failure.message());
    names.sort();
    return names;
}

std::vector<fs::path> paths_of(const fs::path& directory, const std::vector<std::string>& names) {
    std::vector<fs::path> paths;
    paths.reserve(names.size());
    for (const auto& name : names) paths.push_back(directory / name);
    return paths;
}

// Adds the files below `directory`, with names that begin with `above`.
void add_files_below(const fs::path& directory, const std::string& above, std::size_t depth_left,
                     std::string_view suffix, Listing& listing) {
    const auto names = names_in(directory, listing.is_cut_short);
    if (!names) return;
    for (const auto& name : names->files) {
        if (ends_with(name, suffix)) listing.files.push_back({above + name, directory / name});
    }
    if (depth_left == 0) return;
    for (const auto& name : names->folders)
        add_files_below(directory / name, above + name + '/', depth_left - 1, suffix, listing);
}

} // namespace

Result<std::string> read_text_file(const fs::path& path, std::uintmax_t bytes_max) {
    if (const auto built_in = built_in_name(path.string())) {
        const auto found = built_in_files().find(*built_in);
        if (found == built_in_files().end())
            return unreadable(path, std::make_error_code(std::errc::no_such_file_or_directory));
        return std::string(found->second);
    }
    auto reading = disk::read(path, bytes_max);
    if (reading.failure) return unreadable(path, reading.failure);
    if (!reading.other_kind.empty()) return unreadable(path, "expected a file, got " + reading.other_kind);
    if (reading.bytes || reading.has_grown) {
        return unreadable(path, "expected at most " + std::to_string(bytes_max) + " bytes, got " +
                                    (reading.bytes ? std::to_string(*reading.bytes) : "more"));
    }
    return std::move(reading.text);
}

Result<Json> read_json_file(const fs::path& path) {
    const auto text = read_text_file(path);
    if (!text) return text.error();
    auto json = parse_json(*text);
    if (!json) json.error().file = path.string();
    return json;
}

bool is_absent(const fs::path& path) {
    if (const auto built_in = built_in_name(path.string()))
        return built_in_files().count(*built_in) == 0 && built_in_entries(with_slash(*built_in)).empty();
    return disk::is_absent(path);
}

Error folder_removed(const fs::path& directory) {
    return unreadable(directory, "the folder was removed; its loaded files stay");
}

bool is_passed_over(const fs::path& name) {
    const auto text = name.string();
    return !text.empty() && (text.front() == '.' || text.front() == '#' || text.back() == '~');
}

Result<std::vector<fs::path>> files_in(const fs::path& directory, std::string_view suffix) {
    bool is_cut_short = false;
    auto names = names_in(directory, is_cut_short);
    if (!names) return names.error();
    auto& files = names->files;
    const auto is_other = [suffix](const std::string& name) { return !ends_with(name, suffix); };
    files.erase(std::remove_if(files.begin(), files.end(), is_other), files.end());
    return paths_of(directory, files);
}

Result<std::vector<fs::path>> folders_in(const fs::path& directory) {
    bool is_cut_short = false;
    const auto names = names_in(directory, is_cut_short);
    if (!names) return names.error();
    return paths_of(directory, names->folders);
}

Listing files_below(const fs::path& directory, std::string_view suffix) {
    Listing listing;
    add_files_below(directory, "", folder_depth_max, suffix, listing);
    const auto is_before = [](const FoundFile& one, const FoundFile& other) { return one.name < other.name; };
    std::sort(listing.files.begin(), listing.files.end(), is_before);
    return listing;
}

std::vector<LayeredFile> files_in(const FileLayers& layers, const fs::path& below, std::string_view suffix,
                                  std::vector<Error>& unlistable) {
    std::map<std::string, LayeredFile> by_name;
    for (const auto& layer : layers) {
        const auto files = files_in(layer.folder / below, suffix);
        if (!files) {
            unlistable.push_back(files.error());
            continue;
        }
        for (const auto& file : *files)
            by_name.emplace(file.filename().string(), LayeredFile{file, layer.is_optional});
    }
    std::vector<LayeredFile> files;
    for (auto& [name, file] : by_name) files.push_back(std::move(file));
    return files;
}

bool is_below(const fs::path& path, const fs::path& folder) {
    const auto relative = path.lexically_relative(folder);
    return !relative.empty() && *relative.begin() != "..";
}

std::string stem_of(const fs::path& path, std::string_view suffix) {
    auto name = path.filename().string();
    return name.substr(0, name.size() - suffix.size());
}

} // namespace chatmock
