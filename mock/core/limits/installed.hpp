// The limits of values that calls install: rules, faults, groups, scenarios.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace chatmock::core {

// Fails with `overloaded` if there would be more than `count_max` of them, or more than `bytes_max` bytes in
// all.
Result<void> check_installed(std::string_view what, std::size_t count, std::size_t count_max,
                             std::size_t bytes, std::size_t bytes_max);

// The same for one more value, or a replaced one, by name. `weigh` returns the bytes of a value.
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
