#include "base/files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace chatmock {

namespace fs = std::filesystem;

namespace {

bool ends_with(std::string_view text, std::string_view suffix) {
    return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

template <typename Wanted>
std::vector<fs::path> entries_of(const fs::path& directory, Wanted wanted) {
    std::vector<fs::path> entries;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(directory, failure)) {
        if (wanted(entry)) entries.push_back(entry.path());
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

} // namespace

Result<std::string> read_text_file(const fs::path& path) {
    std::error_code failure;
    std::ifstream file(path, std::ios::binary);
    if (file && fs::is_regular_file(path, failure)) // a folder opens, too
        return std::string{std::istreambuf_iterator<char>(file), {}};
    Error error{ErrorCode::unreadable_file, "the file cannot be read"};
    error.file = path.string();
    return error;
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
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (file) return {};
    Error error{ErrorCode::unwritable_file, "the file cannot be written"};
    error.file = path.string();
    return error;
}

std::vector<fs::path> files_in(const fs::path& directory, std::string_view suffix) {
    return entries_of(directory, [suffix](const fs::directory_entry& entry) {
        std::error_code failure;
        return entry.is_regular_file(failure) && ends_with(entry.path().filename().string(), suffix);
    });
}

std::vector<fs::path> folders_in(const fs::path& directory) {
    return entries_of(directory, [](const fs::directory_entry& entry) {
        std::error_code failure;
        return entry.is_directory(failure);
    });
}

std::string stem_of(const fs::path& path, std::string_view suffix) {
    auto name = path.filename().string();
    return name.substr(0, name.size() - suffix.size());
}

} // namespace chatmock
