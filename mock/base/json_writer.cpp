#include "base/json_writer.hpp"

#include <algorithm>
#include <array>

namespace chatmock {

namespace {

constexpr bool wants_backslash(char c) { return c == '"' || c == '\\'; }

// Printable ASCII that stands for itself.
constexpr auto plain = [] {
    std::array<bool, 256> table{};
    for (char c = ' '; c <= '~'; ++c) table[static_cast<unsigned char>(c)] = !wants_backslash(c);
    return table;
}();

bool is_plain(char c) { return plain[static_cast<unsigned char>(c)]; }

} // namespace

JsonWriter& JsonWriter::name(std::string_view name) {
    value(name);
    text_ += ':';
    return *this;
}

// What needs more care than backslashes is left to the library.
JsonWriter& JsonWriter::value(std::string_view text) {
    const auto before = text_.size();
    separate();
    text_ += '"';
    for (auto rest = text; !rest.empty();) {
        const auto* const special = std::find_if_not(rest.begin(), rest.end(), is_plain);
        const auto length = static_cast<std::size_t>(special - rest.begin());
        text_.append(rest.data(), length);
        if (length == rest.size()) break;
        if (!wants_backslash(*special)) {
            text_.resize(before);
            return value(Json(text));
        }
        text_ += '\\';
        text_ += *special;
        rest.remove_prefix(length + 1);
    }
    text_ += '"';
    return *this;
}

JsonWriter& JsonWriter::json_text(std::string_view json) {
    if (json.empty()) return *this;
    separate();
    text_ += json;
    return *this;
}

JsonWriter& JsonWriter::open(char bracket) {
    separate();
    text_ += bracket;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    text_ += bracket;
    return *this;
}

// A value that is complete ends in none of these, as a string ends in its quotation mark.
void JsonWriter::separate() {
    if (text_.empty()) return;
    const char last = text_.back();
    if (last != '{' && last != '[' && last != ':') text_ += ',';
}

} // namespace chatmock
