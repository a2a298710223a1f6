#include "base/files/files.hpp"

#include "base/files/built_in.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
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

// `failure` is an errno.
Error unreadable(const fs::path& path, int failure) {
    return unreadable(path, "the file cannot be read: " + std::generic_category().message(failure));
}

// An open file, closed by the destructor.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return number_; }

private:
    int number_;
};

std::string kind_of(const struct stat& status) {
    if (S_ISDIR(status.st_mode)) return "a folder";
    if (S_ISFIFO(status.st_mode)) return "a pipe";
    if (S_ISSOCK(status.st_mode)) return "a socket";
    return "a device";
}

// Reads in pieces, as a file may grow meanwhile.
Result<std::string> read_all(const Descriptor& file, const fs::path& path, std::uintmax_t bytes_max,
                             std::size_t bytes_expected) {
    std::string text(bytes_expected + 1, '\0'); // one byte more shows whether the file is too long
    std::size_t size = 0;
    for (;;) {
        const auto count = read(file.number(), text.data() + size, text.size() - size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return unreadable(path, errno);
        size += static_cast<std::size_t>(count);
        if (count == 0 || size > bytes_max) break;
        if (size == text.size()) text.resize(2 * size);
    }
    if (size > bytes_max)
        return unreadable(path, "expected at most " + std::to_string(bytes_max) + " bytes, got more");
    text.resize(size);
    return text;
}

bool ends_with(std::string_view text, std::string_view suffix) {
    return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

// False for a link that is broken or leads to itself. Fails if the link's target cannot be examined.
Result<bool> is_folder(const fs::directory_entry& entry) {
    std::error_code failure;
    const auto type = entry.status(failure).type();
    const bool leads_to_itself = failure == std::errc::too_many_symbolic_link_levels;
    if (type == fs::file_type::none && !leads_to_itself) return unreadable(entry.path(), failure.value());
    return type == fs::file_type::directory;
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

Result<std::vector<fs::path>> entries_of(const fs::path& directory, bool folders, bool& is_cut_short) {
    std::vector<fs::path> entries;
    if (const auto built_in = built_in_name(directory.string())) {
        for (const auto& [name, is_folder] : built_in_entries(with_slash(*built_in))) {
            if (is_folder == folders) entries.push_back(directory / name);
        }
        return entries;
    }
    std::error_code failure;
    fs::directory_iterator entry(directory, failure);
    if (failure == std::errc::no_such_file_or_directory) return entries;
    for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
        if (is_passed_over(entry->path().filename())) continue;
        const auto is_one = is_folder(*entry);
        if (!is_one) return is_one.error();
        if (*is_one == folders) entries.push_back(entry->path());
    }
    is_cut_short = is_cut_short || is_shortage(failure);
    if (failure) return unreadable(directory, "the folder cannot be listed: " + failure.message());
    std::sort(entries.begin(), entries.end());
    return entries;
}

Error unwritable(const fs::path& path, const std::error_code& failure) {
    Error error{ErrorCode::unwritable_file, "the file cannot be written: " + failure.message()};
    error.file = path.string();
    return error;
}

std::error_code last_failure() { return {errno == 0 ? EIO : errno, std::generic_category()}; }

} // namespace

Result<std::string> read_text_file(const fs::path& path, std::uintmax_t bytes_max) {
    if (const auto built_in = built_in_name(path.string())) {
        const auto found = built_in_files().find(*built_in);
        if (found == built_in_files().end()) return unreadable(path, ENOENT);
        return std::string(found->second);
    }
    const Descriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (file.number() < 0) return unreadable(path, errno);
    struct stat status {};
    if (fstat(file.number(), &status) != 0) return unreadable(path, errno);
    if (!S_ISREG(status.st_mode)) return unreadable(path, "expected a file, got " + kind_of(status));
    const auto bytes = static_cast<std::uintmax_t>(status.st_size);
    if (bytes > bytes_max) {
        return unreadable(path, "expected at most " + std::to_string(bytes_max) + " bytes, got " +
                                    std::to_string(bytes));
    }
    return read_all(file, path, bytes_max, static_cast<std::size_t>(bytes));
}

Result<Json> read_json_file(const fs::path& path) {
    const auto text = read_text_file(path);
    if (!text) return text.error();
    auto json = parse_json(*text);
    if (!json) json.error().file = path.string();
    return json;
}

Result<void> write_text_file(const fs::path& path, const std::string& text) {
    std::error_code failure;
    fs::create_directories(path.parent_path(), failure);
    if (failure) return unwritable(path, failure);
    if (fs::exists(path, failure) && !fs::is_regular_file(path, failure))
        return unwritable(path, std::make_error_code(std::errc::file_exists));
    const auto draft = path.parent_path() / ("." + path.filename().string() + ".draft");
    errno = 0;
    std::ofstream file(draft, std::ios::binary);
    file << text;
    file.close();
    if (!file) failure = last_failure();
    else fs::rename(draft, path, failure);
    if (!failure) return {};
    std::error_code ignored;
    fs::remove(draft, ignored);
    return unwritable(path, failure);
}

bool is_absent(const fs::path& path) {
    if (const auto built_in = built_in_name(path.string()))
        return built_in_files().count(*built_in) == 0 && built_in_entries(with_slash(*built_in)).empty();
    std::error_code failure;
    return fs::status(path, failure).type() == fs::file_type::not_found;
}

Error folder_removed(const fs::path& directory) {
    return unreadable(directory, "the folder was removed; its loaded files stay");
}

bool is_passed_over(const fs::path& name) {
    const auto text = name.string();
    return !text.empty() && (text.front() == '.' || text.front() == '#' || text.back() == '~');
}

namespace {

Result<std::vector<fs::path>> files_in(const fs::path& directory, std::string_view suffix,
                                       bool& is_cut_short) {
    auto files = entries_of(directory, false, is_cut_short);
    if (!files) return files;
    const auto is_other = [suffix](const fs::path& file) {
        return !ends_with(file.filename().string(), suffix);
    };
    files->erase(std::remove_if(files->begin(), files->end(), is_other), files->end());
    return files;
}

} // namespace

Result<std::vector<fs::path>> files_in(const fs::path& directory, std::string_view suffix) {
    bool is_cut_short = false;
    return files_in(directory, suffix, is_cut_short);
}

Result<std::vector<fs::path>> folders_in(const fs::path& directory) {
    bool is_cut_short = false;
    return entries_of(directory, true, is_cut_short);
}

Listing files_below(const fs::path& directory, std::string_view suffix) {
    Listing listing;
    auto& files = listing.files;
    std::vector<fs::path> folders = {directory};
    for (std::size_t depth = 0; depth <= folder_depth_max && !folders.empty(); ++depth) {
        std::vector<fs::path> deeper;
        for (const auto& folder : folders) {
            if (const auto found = files_in(folder, suffix, listing.is_cut_short))
                files.insert(files.end(), found->begin(), found->end());
            if (const auto found = entries_of(folder, true, listing.is_cut_short))
                deeper.insert(deeper.end(), found->begin(), found->end());
        }
        folders = std::move(deeper);
    }
    std::sort(files.begin(), files.end());
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
