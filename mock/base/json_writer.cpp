#include "base/json_writer.hpp"

#include <algorithm>

namespace chatmock {

namespace {

bool is_printable_ascii(char c) { return c >= ' ' && c <= '~'; }
bool wants_backslash(char c) { return c == '"' || c == '\\'; }

} // namespace

JsonWriter& JsonWriter::name(std::string_view name) {
    value(name);
    text_ += ':';
    return *this;
}

// What needs more care than backslashes is left to the library.
JsonWriter& JsonWriter::value(std::string_view text) {
    if (!std::all_of(text.begin(), text.end(), is_printable_ascii)) return value(Json(text));
    separate();
    text_ += '"';
    for (const auto* rest = text.begin(); rest != text.end();) {
        const auto* const special = std::find_if(rest, text.end(), wants_backslash);
        text_.append(rest, special);
        rest = special;
        if (special != text.end()) text_.append({'\\', *rest++});
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
    constexpr std::string_view beginnings = "{[:";
    if (!text_.empty() && beginnings.find(text_.back()) == std::string_view::npos) text_ += ',';
}

} // namespace chatmock
