#include "schema/pattern/code_points.hpp"

#include "base/text/utf8.hpp"

#include <algorithm>

namespace chatmock::schema {

std::uint32_t take_code_point(std::string_view& text) {
    const auto character = first_character(text);
    text.remove_prefix(character ? character->bytes : ill_formed_bytes(text));
    return character ? character->code_point : replacement_character;
}

CodePoints code_points_of(std::string_view text) {
    CodePoints code_points;
    while (!text.empty()) code_points.push_back(take_code_point(text));
    return code_points;
}

std::size_t count_code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

} // namespace chatmock::schema
