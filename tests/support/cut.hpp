// Cuts bytes into pieces: the result must not depend on the cuts.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

namespace chatmock {

using Cut = std::function<std::vector<std::string_view>(std::string_view bytes)>;

inline std::vector<std::string_view> whole(std::string_view bytes) { return {bytes}; }

inline std::vector<std::string_view> byte_by_byte(std::string_view bytes) {
    std::vector<std::string_view> pieces;
    for (std::size_t i = 0; i < bytes.size(); ++i) pieces.push_back(bytes.substr(i, 1));
    return pieces;
}

// Cuts longer bytes in two, after the first `at`.
inline Cut cut_at(std::size_t at) {
    return [at](std::string_view bytes) -> std::vector<std::string_view> {
        if (bytes.size() <= at) return {bytes};
        return {bytes.substr(0, at), bytes.substr(at)};
    };
}

} // namespace chatmock
