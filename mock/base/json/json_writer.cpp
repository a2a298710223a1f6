#include "base/json/json_writer.hpp"

#include "base/json/json_text.hpp"

namespace chatmock {

JsonWriter& JsonWriter::name(std::string_view name) {
    value(name);
    text_ += ':';
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
    separate();
    append_json_string(text, text_);
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

// Unless the text ends with one of these: no complete value does, as a string ends with its quotation mark.
bool JsonWriter::needs_comma() const {
    if (text_.empty()) return false;
    const char last = text_.back();
    return last != '{' && last != '[' && last != ':';
}

void JsonWriter::separate() {
    if (needs_comma()) text_ += ',';
}

} // namespace chatmock
