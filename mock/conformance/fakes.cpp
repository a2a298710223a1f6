#include "conformance/fakes.hpp"

#include "base/text/ascii.hpp"
#include "conformance/formats.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace chatmock::conformance {

namespace {

constexpr std::size_t word_length_max = 8;

// Indexed by length.
const std::array<std::vector<std::string_view>, word_length_max + 1>& words() {
    static const std::array<std::vector<std::string_view>, word_length_max + 1> all = {{
        {},
        {"a", "e", "i", "o", "u"},
        {"as", "at", "by", "go", "in", "on", "so", "to", "up"},
        {"air", "day", "ice", "map", "oak", "red", "sea", "sky", "sun"},
        {"bird", "blue", "lake", "leaf", "moon", "rain", "snow", "tree", "wind"},
        {"beach", "cloud", "grass", "green", "maple", "night", "river", "stone"},
        {"autumn", "bridge", "forest", "garden", "meadow", "orange", "summer", "winter"},
        {"country", "evening", "harvest", "morning", "rainbow", "station", "weather"},
        {"daylight", "marigold", "mountain", "rainfall", "sunshine", "woodland"},
    }};
    return all;
}

std::string word_of(std::size_t length, Draw& draw) {
    const auto& choices = words()[length];
    return std::string(choices[draw.below(choices.size())]);
}

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Latin, Greek and Cyrillic capitals: enough to keep a sentence's first letter.
bool is_capital(char32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9) ||
           (c >= 0x400 && c <= 0x42f);
}

struct Range {
    char32_t first;
    char32_t last;
};

// Characters beyond ASCII that are not letters of a language.
constexpr std::array<Range, 12> symbols = {{{0x80, 0xa9},
                                            {0xab, 0xb4},
                                            {0xb6, 0xb9},
                                            {0xbb, 0xbf},
                                            {0xd7, 0xd7},
                                            {0xf7, 0xf7},
                                            {0x2000, 0x2bff}, // punctuation, arrows, signs, pictures
                                            {0x3000, 0x3004},
                                            {0x3008, 0x3020},
                                            {0xfe00, 0xfe0f}, // variation selectors
                                            {0x1f000, 0x1faff},
                                            {0xe0020, 0xe007f}}}; // tags of flags

bool is_letter(char32_t c) {
    if (c < 0x80) return is_ascii_letter(c);
    return std::none_of(symbols.begin(), symbols.end(),
                        [c](const Range& range) { return c >= range.first && c <= range.last; });
}

// A character of a text, and its bytes.
struct Character {
    char32_t code_point;
    std::string_view bytes;
};

std::vector<Character> characters_of(std::string_view text) {
    std::vector<Character> all;
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        std::size_t length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        length = std::min(length, text.size() - i);
        char32_t code_point = length == 1 ? first : first & (0x7fU >> length);
        for (std::size_t j = 1; j < length; ++j)
            code_point = (code_point << 6U) | (static_cast<unsigned char>(text[i + j]) & 0x3fU);
        all.push_back({code_point, text.substr(i, length)});
        i += length;
    }
    return all;
}

std::string upper(std::string text) {
    for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return text;
}

using Characters = std::vector<Character>::const_iterator;

// Words for the letters from `first` to `last`, with the same capitals.
std::string words_for(Characters first, Characters last, Draw& draw) {
    auto left = static_cast<std::size_t>(last - first);
    std::string original;
    for (auto each = first; each != last; ++each) original += each->bytes;
    original = ascii_lower_case(original);
    std::string text;
    while (left > 0) {
        const auto length = left <= word_length_max ? left : 3 + draw.below(word_length_max - 2);
        auto word = word_of(length, draw);
        while (word == original) word = word_of(length, draw);
        text += word;
        left -= length;
    }
    const auto is_large = [](const Character& each) { return is_capital(each.code_point); };
    if (last - first > 1 && std::all_of(first, last, is_large)) return upper(text);
    if (is_large(*first)) text[0] = upper(text.substr(0, 1))[0];
    return text;
}

std::string hex_of(Draw& draw) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (int i = 0; i < 12; ++i) text += digits[draw.below(digits.size())];
    return text;
}

// ".png"; empty unless the path ends in a common extension: other text after a dot may be a name.
std::string extension_of(const std::string& path) {
    constexpr std::array<std::string_view, 15> common = {"png", "jpg", "jpeg", "gif",  "webp",
                                                         "svg", "mp4", "mp3",  "ogg",  "wav",
                                                         "pdf", "txt", "json", "html", "zip"};
    const auto dot = path.find_last_of("./");
    if (dot == std::string::npos || path[dot] == '/') return "";
    const auto extension = ascii_lower_case(path.substr(dot + 1));
    return std::find(common.begin(), common.end(), extension) == common.end() ? "" : path.substr(dot);
}

} // namespace

std::string fake_uuid(const std::string& original, Draw draw) {
    auto uuid = Seeded(draw.next()).uuid(draw.next());
    return ascii_lower_case(original) == original ? uuid : upper(std::move(uuid));
}

std::string fake_email_address(Draw draw) {
    const auto first = word_of(5, draw);
    const auto second = word_of(6, draw);
    return first + "." + second + std::to_string(draw.below(1000)) + "@example.com";
}

std::string fake_url(const std::string& original, Draw draw) {
    constexpr std::size_t parts_max = 20;
    const auto mark = original.find("://");
    std::string url = original.substr(0, mark) + "://example.com";
    const auto end = std::min(original.find_first_of("?#"), original.size());
    const auto slash = original.find('/', mark + 3);
    if (slash >= end) return url;
    const auto path = original.substr(slash, end - slash);
    const auto slashes = static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'));
    for (std::size_t i = 1; i < std::min(slashes, parts_max); ++i) url += "/" + word_of(3 + i % 5, draw);
    return url + "/" + (path.size() == 1 ? "" : hex_of(draw)) + extension_of(path);
}

std::string fake_text(const std::string& original, Draw draw) {
    const auto characters = characters_of(original);
    std::string text;
    for (auto next = characters.begin(); next != characters.end();) {
        const auto code_point = next->code_point;
        if (is_letter(code_point)) {
            const auto end = std::find_if_not(
                next, characters.end(), [](const Character& each) { return is_letter(each.code_point); });
            text += words_for(next, end, draw);
            next = end;
            continue;
        }
        if (is_digit(code_point))
            text += static_cast<char>('0' + (code_point - '0' + 1 + draw.below(9)) % 10);
        else text += next->bytes;
        ++next;
    }
    return text;
}

std::int64_t fake_id(Draw draw) { return 1 + static_cast<std::int64_t>(draw.below(999999999)); }

std::int64_t fake_id_like(std::int64_t original, Draw draw) {
    std::int64_t least = 1;
    while (original / least >= 10) least *= 10;
    return least + static_cast<std::int64_t>(draw.below(9 * static_cast<std::uint64_t>(least)));
}

} // namespace chatmock::conformance
