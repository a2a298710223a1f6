// A number and its noun.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chatmock {

// `1 entry`, `2 entries`. Without a plural, it is the noun with an s.
inline std::string counted(std::size_t count, std::string_view noun, std::string_view plural = {}) {
    auto text = std::to_string(count) + " " + std::string(count == 1 || plural.empty() ? noun : plural);
    if (count != 1 && plural.empty()) text += 's';
    return text;
}

} // namespace chatmock
