#include "core/limits/installed.hpp"

namespace chatmock::core {

Result<void> check_installed(std::string_view what, std::size_t count, std::size_t count_max,
                             std::size_t bytes, std::size_t bytes_max) {
    if (count <= count_max && bytes <= bytes_max) return {};
    return Error{ErrorCode::overloaded, "expected at most " + std::to_string(count_max) + " " +
                                            std::string(what) + " and " + std::to_string(bytes_max) +
                                            " bytes of them, got " + std::to_string(count) + " and " +
                                            std::to_string(bytes)};
}

} // namespace chatmock::core
