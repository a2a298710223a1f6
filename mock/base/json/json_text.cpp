#include "base/json/json_text.hpp"

#include "base/json/number.hpp"
#include "base/text/utf8.hpp"
#include "base/text/word.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <utility>

namespace chatmock {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

// Printable ASCII that JSON does not escape.
constexpr auto plain = [] {
    std::array<bool, 256> table{};
    for (unsigned char c = ' '; c < 0x80; ++c) table[c] = c != '"' && c != '\\';
    return table;
}();

bool is_plain(char c) { return plain[static_cast<unsigned char>(c)]; }

// The number of plain characters at the front of the word.
std::size_t plain_bytes(Word word) {
    const auto special = bytes_below(' ', word) | bytes_below(1, word ^ in_each_byte('"')) |
                         bytes_below(1, word ^ in_each_byte('\\')) | (word & in_each_byte(0x80));
    return special == 0 ? word_bytes : static_cast<std::size_t>(__builtin_ctzll(special)) / 8;
}

// Copies the plain characters at the front, and returns their number. Up to a word after them in `to`
// changes, too.
std::size_t copy_plain(const char* const begin, const char* const end, char* to) {
    const char* from = begin;
    for (const auto size = static_cast<std::ptrdiff_t>(word_bytes); end - from >= size;
         from += size, to += size) {
        std::memcpy(to, from, word_bytes);
        const auto bytes = plain_bytes(word_at(from));
        if (bytes < word_bytes) return static_cast<std::size_t>(from - begin) + bytes;
    }
    for (; from != end && is_plain(*from); ++from) *to++ = *from;
    return static_cast<std::size_t>(from - begin);
}

void append_escape(char32_t unit, std::string& json) {
    json += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) json += digits[(unit >> shift) & 0xfU];
}

void append_ascii(char c, std::string& json) {
    constexpr std::string_view named = "\b\t\n\f\r";
    constexpr std::string_view names = "btnfr";
    const auto found = named.find(c);
    if (found == std::string_view::npos) return append_escape(static_cast<unsigned char>(c), json);
    json += '\\';
    json += names[found];
}

// Removes one character from the front of the text that is not plain ASCII, and appends its JSON.
void append_special(std::string_view& text, std::string& json) {
    const auto character = first_character(text);
    const auto bytes = character ? character->bytes : ill_formed_bytes(text);
    if (!character) append_character(replacement_character, json);
    else if (character->code_point < 0x80) append_ascii(text[0], json);
    else if (is_surrogate(character->code_point)) append_escape(character->code_point, json);
    else json += text.substr(0, bytes);
    text.remove_prefix(bytes);
}

class Writer {
public:
    // Without indentation, all is on one line.
    explicit Writer(std::size_t indentation) : indentation_(indentation) {}

    void append(const Json& json) {
        switch (json.type()) {
            case Json::value_t::object: return append_members(json);
            case Json::value_t::array: return append_elements(json);
            case Json::value_t::string: return append_json_string(json.get_ref<const std::string&>(), text_);
            case Json::value_t::number_integer: text_ += std::to_string(json.get<std::int64_t>()); return;
            case Json::value_t::number_unsigned: text_ += std::to_string(json.get<std::uint64_t>()); return;
            default: text_ += is_number(json) ? number_text(json) : json.dump();
        }
    }

    std::string take() { return std::move(text_); }

private:
    void append_members(const Json& json) {
        open('{');
        bool is_first = true;
        for (const auto& [name, value] : json.items()) {
            separate(std::exchange(is_first, false));
            append_json_string(name, text_);
            text_ += indentation_ == 0 ? ":" : ": ";
            append(value);
        }
        close('}', json.empty());
    }

    void append_elements(const Json& json) {
        open('[');
        bool is_first = true;
        for (const auto& value : json) {
            separate(std::exchange(is_first, false));
            append(value);
        }
        close(']', json.empty());
    }

    void open(char bracket) {
        text_ += bracket;
        ++depth_;
    }

    void close(char bracket, bool is_empty) {
        --depth_;
        if (!is_empty) break_line();
        text_ += bracket;
    }

    void separate(bool is_first) {
        if (!is_first) text_ += ',';
        break_line();
    }

    void break_line() {
        if (indentation_ > 0) text_.append(1, '\n').append(indentation_ * depth_, ' ');
    }

    std::string text_;
    std::size_t indentation_;
    std::size_t depth_ = 0;
};

std::string written(const Json& json, std::size_t indentation) {
    Writer writer(indentation);
    writer.append(json);
    return writer.take();
}

} // namespace

// Most texts have nothing but plain characters and quotation marks: these are copied in pieces.
void append_json_string(std::string_view text, std::string& json) {
    std::array<char, 512> piece;
    constexpr auto part_bytes = (piece.size() - 2 - word_bytes) / 2; // an escape has two characters
    char* to = piece.data();
    *to++ = '"';
    for (;;) {
        const char* from = text.data();
        const char* const end = from + std::min(text.size(), part_bytes);
        while (from != end) {
            const auto bytes = copy_plain(from, end, to);
            from += bytes;
            to += bytes;
            if (from == end || (*from != '"' && *from != '\\')) break;
            *to++ = '\\';
            *to++ = *from++;
        }
        text.remove_prefix(static_cast<std::size_t>(from - text.data()));
        if (text.empty()) *to++ = '"';
        json.append(piece.data(), static_cast<std::size_t>(to - piece.data()));
        if (text.empty()) return;
        if (from != end) append_special(text, json);
        to = piece.data();
    }
}

Json read_back(std::string_view written) {
    auto json = parse_json(written, std::numeric_limits<int>::max());
    return json ? std::move(*json) : Json();
}

std::string to_text(const Json& json) { return written(json, 0); }

std::string to_file_text(const Json& json) { return written(json, 2) + "\n"; }

} // namespace chatmock
