#include "core/limits/installed.hpp"

#include "core/limits/limits.hpp"

namespace chatmock::core {

Result<void> check_installed(std::string_view what, std::size_t count, std::size_t count_max,
                             std::size_t bytes) {
    if (count <= count_max && bytes <= installed_bytes_max) return {};
    return Error{ErrorCode::overloaded, "expected at most " + std::to_string(count_max) + " " +
                                            std::string(what) + " and " +
                                            std::to_string(installed_bytes_max) + " bytes of them, got " +
                                            std::to_string(count) + " and " + std::to_string(bytes)};
}

} // namespace chatmock::core
