#include "engineio/codec/jsonp.hpp"

#include "base/json/json.hpp"

namespace chatmock::engineio {

namespace {

bool starts_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

// JSON may contain U+2028 and U+2029; a script's string literal must not.
std::string string_literal(std::string_view text) {
    const auto json = to_text(Json(text));
    std::string literal;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const auto rest = std::string_view(json).substr(i);
        const bool line = starts_with(rest, "\u2028");
        if (line || starts_with(rest, "\u2029")) {
            literal += line ? "\\u2028" : "\\u2029";
            i += 2;
        } else {
            literal += json[i];
        }
    }
    return literal;
}

// A form turns `
//
// ` into a line break, so the client writes it with another backslash.
std::string unescape_newlines(std::string_view text) {
    std::string unescaped;
    while (!text.empty()) {
        const bool kept = starts_with(text, "\\\\n");
        const bool newline = starts_with(text, "\\n");
        if (kept) unescaped += "\\n";
        else unescaped += newline ? '\n' : text[0];
        text.remove_prefix(kept ? 3 : newline ? 2 : 1);
    }
    return unescaped;
}

} // namespace

std::optional<std::string> jsonp_callback(const http::Query& handshake) {
    const auto index = handshake.find("j");
    if (index == handshake.end()) return std::nullopt;
    std::string callback = "___eio[";
    for (const char c : index->second) {
        if (c >= '0' && c <= '9') callback += c;
    }
    return callback + "]";
}

std::string encode_jsonp(std::string_view callback, std::string_view payload) {
    return std::string(callback) + "(" + string_literal(payload) + ");";
}

std::optional<std::string> decode_jsonp(std::string_view form) {
    const auto fields = http::read_query(form);
    const auto payload = fields.find("d");
    if (payload == fields.end()) return std::nullopt;
    return unescape_newlines(payload->second);
}

} // namespace chatmock::engineio
