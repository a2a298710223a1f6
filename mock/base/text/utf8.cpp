#include "base/text/utf8.hpp"

#include "base/text/word.hpp"

#include <algorithm>
#include <cstdint>

namespace chatmock {

namespace {

// The length in bytes of a character that begins with `lead`; 0 if none does.
std::size_t bytes_begun_by(unsigned char lead) {
    if (lead < 0x80U) return 1;
    if (lead < 0xc2U || lead > 0xf4U) return 0;
    return lead < 0xe0U ? 2 : lead < 0xf0U ? 3 : 4;
}

// True if `second` may follow `lead` (Unicode, table 3-7): this excludes surrogates and overlong forms.
bool may_follow(unsigned char lead, unsigned char second) {
    const unsigned least = lead == 0xe0U ? 0xa0U : lead == 0xf0U ? 0x90U : 0x80U;
    const unsigned most = lead == 0xedU ? 0x9fU : lead == 0xf4U ? 0x8fU : 0xbfU;
    return second >= least && second <= most;
}

// The bytes of ASCII at the beginning, as far as whole words have nothing else.
std::size_t ascii_words_bytes(std::string_view text) {
    std::size_t bytes = 0;
    for (; bytes + word_bytes <= text.size(); bytes += word_bytes)
        if ((word_at(text.data() + bytes) & in_each_byte(0x80)) != 0) break;
    return bytes;
}

} // namespace

std::optional<Character> first_character(std::string_view text) {
    constexpr char32_t least_of[] = {0, 0, 0x80, 0x800, 0x10000}; // by the number of bytes
    const auto lead = static_cast<unsigned char>(text[0]);
    const auto bytes = bytes_begun_by(lead);
    if (bytes == 1) return Character{lead, 1};
    if (bytes == 0 || text.size() < bytes) return std::nullopt;
    char32_t code_point = lead & (0x7fU >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        if (!is_continuation(text[i])) return std::nullopt;
        code_point = (code_point << 6U) | (static_cast<unsigned char>(text[i]) & 0x3fU);
    }
    if (code_point < least_of[bytes] || code_point > 0x10ffff) return std::nullopt;
    return Character{code_point, bytes};
}

std::size_t start_of_character(std::string_view text, std::size_t place) {
    while (place > 0 && place < text.size() && is_continuation(text[place])) --place;
    return place;
}

void append_character(char32_t code_point, std::string& text) {
    const auto append = [&text](char32_t byte) { text += static_cast<char>(byte); };
    const auto append_rest = [&](unsigned shift) { append(0x80U | ((code_point >> shift) & 0x3fU)); };
    if (code_point < 0x80) return append(code_point);
    if (code_point < 0x800) {
        append(0xc0U | (code_point >> 6U));
    } else if (code_point < 0x10000) {
        append(0xe0U | (code_point >> 12U));
        append_rest(6);
    } else {
        append(0xf0U | (code_point >> 18U));
        append_rest(12);
        append_rest(6);
    }
    append_rest(0);
}

bool is_utf8(std::string_view text) {
    for (;;) {
        text.remove_prefix(ascii_words_bytes(text));
        if (text.empty()) return true;
        const auto character = first_character(text);
        if (!character || is_surrogate(character->code_point)) return false;
        text.remove_prefix(character->bytes);
    }
}

std::size_t ill_formed_bytes(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text[0]);
    const auto most = std::min(bytes_begun_by(lead), text.size());
    if (most < 2 || !may_follow(lead, static_cast<unsigned char>(text[1]))) return 1;
    std::size_t bytes = 2;
    while (bytes < most && is_continuation(text[bytes])) ++bytes;
    return bytes;
}

std::string well_formed(std::string_view text) {
    std::string formed;
    formed.reserve(text.size());
    while (!text.empty()) {
        const auto character = first_character(text);
        const bool is_well = character && !is_surrogate(character->code_point);
        const auto bytes = is_well ? character->bytes : ill_formed_bytes(text);
        if (is_well) formed.append(text.substr(0, bytes));
        else append_character(replacement_character, formed);
        text.remove_prefix(bytes);
    }
    return formed;
}

} // namespace chatmock
