// The files of this repository.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace chatmock {

inline std::filesystem::path repository() { return CHATMOCK_SOURCE_DIR; }

inline std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace chatmock
