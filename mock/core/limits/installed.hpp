// How much calls may install: rules, faults, groups, scenarios.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace chatmock::core {

// Fails with `overloaded` where there would be more than `count_max` of them, or more than `bytes_max` bytes
// in all.
Result<void> check_installed(std::string_view what, std::size_t count, std::size_t count_max,
                             std::size_t bytes, std::size_t bytes_max);

// The same for one more by its name, or one in another's place. `weigh` says how many bytes each takes.
template <typename Named, typename Weigh>
Result<void> check_installed(std::string_view what, const Named& installed, const std::string& name,
                             std::size_t bytes, std::size_t count_max, std::size_t bytes_max,
                             const Weigh& weigh) {
    std::size_t count = 1;
    for (const auto& [other, value] : installed) {
        if (other == name) continue;
        ++count;
        bytes += other.size() + weigh(value);
    }
    return check_installed(what, count, count_max, bytes, bytes_max);
}

} // namespace chatmock::core
