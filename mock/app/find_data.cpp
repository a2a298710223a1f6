#include "app/verbs.hpp"

#include <filesystem>

namespace chatmock::app {

std::string find_data(const std::string& given, const std::string& name) {
    if (!given.empty()) return given;
    std::error_code failure;
    if (std::filesystem::is_directory(name, failure)) return name;
    return std::string(CHATMOCK_DATA_DIR) + "/" + name;
}

} // namespace chatmock::app
