#include "schema/code_points.hpp"

#include <algorithm>

namespace chatmock::schema {

std::uint32_t take_code_point(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    std::size_t length = first < 0x80 ? 1 : (first < 0xe0 ? 2 : (first < 0xf0 ? 3 : 4));
    length = std::min(length, text.size());
    std::uint32_t code_point = length == 1 ? first : first & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        code_point = (code_point << 6U) | (static_cast<unsigned char>(text[i]) & 0x3fU);
    text.remove_prefix(length);
    return code_point;
}

CodePoints code_points_of(std::string_view text) {
    CodePoints code_points;
    while (!text.empty()) code_points.push_back(take_code_point(text));
    return code_points;
}

void append_utf8(std::string& text, std::uint32_t code_point) {
    const auto tail = [&](unsigned int shift) {
        text += static_cast<char>(0x80U | ((code_point >> shift) & 0x3fU));
    };
    if (code_point < 0x80) {
        text += static_cast<char>(code_point);
    } else if (code_point < 0x800) {
        text += static_cast<char>(0xc0U | (code_point >> 6U));
        tail(0);
    } else if (code_point < 0x10000) {
        text += static_cast<char>(0xe0U | (code_point >> 12U));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xf0U | (code_point >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

std::size_t count_code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

} // namespace chatmock::schema
