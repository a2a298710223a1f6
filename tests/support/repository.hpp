// The files of this repository.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace chatmock {

// The root of the checkout that the tests were built from.
std::filesystem::path repository();

// True for folders of npm's packages and of generated files.
inline bool is_made_by_tools(const std::filesystem::path& folder) {
    const auto name = folder.filename();
    return name == "node_modules" || name == "dist" || name == "generated";
}

inline std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace chatmock
