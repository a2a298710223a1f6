#include "http/message.hpp"

#include <algorithm>
#include <optional>

namespace chatmock::http {

namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// A percent sign that does not begin an escape stays as it is.
std::string decoded_percent_escapes(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                            hex_value(text[i + 2]) >= 0;
        if (escape) {
            decoded += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            decoded += text[i];
        }
    }
    return decoded;
}

// As in Node's querystring: `+` is a space.
std::string percent_decoded(std::string_view text) {
    std::string spaced(text);
    if (text.find('%') == std::string_view::npos && text.find('+') == std::string_view::npos) return spaced;
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    return decoded_percent_escapes(spaced);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    const auto begin = std::min(text.find_first_not_of(blanks), text.size());
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

void append_escape(char c, std::string& encoded) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    encoded.append({'%', digits[byte / 16], digits[byte % 16]});
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string encoded;
    for (const char c : text) {
        if (unreserved.find(c) != std::string_view::npos) encoded += c;
        else append_escape(c, encoded);
    }
    return encoded;
}

// Escapes only the characters that cookie_in() would change.
std::string cookie_value(std::string_view text) {
    std::string value;
    for (const char c : text) {
        if (std::string_view("%;\" \t").find(c) == std::string_view::npos) value += c;
        else append_escape(c, value);
    }
    return value;
}

// Like Node's `cookie`: the first pair of that name counts, without blanks around its value.
std::optional<std::string_view> raw_cookie_in(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        const auto pair = header.substr(0, header.find(';'));
        header.remove_prefix(std::min(header.size(), pair.size() + 1));
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && trimmed(pair.substr(0, equals)) == name)
            return trimmed(pair.substr(equals + 1));
    }
    return std::nullopt;
}

} // namespace

Query read_query(std::string_view text) {
    Query query;
    while (!text.empty()) {
        const auto pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
        const auto equals = pair.find('=');
        const auto value = equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
        if (!pair.empty()) query[percent_decoded(pair.substr(0, equals))] = percent_decoded(value);
    }
    return query;
}

std::string write_query(const Query& query) {
    std::string text;
    for (const auto& [key, value] : query) {
        if (!text.empty()) text += '&';
        text += percent_encoded(key) + "=" + percent_encoded(value);
    }
    return text;
}

void read_target(std::string_view target, Request& request) {
    const auto mark = target.find('?');
    request.path = std::string(target.substr(0, mark));
    if (mark != std::string_view::npos) request.query = read_query(target.substr(mark + 1));
}

std::string target_of(const Request& request) {
    return request.query.empty() ? request.path : request.path + "?" + write_query(request.query);
}

std::string_view value_of(const Query& query, std::string_view key) {
    const auto found = query.find(key);
    return found == query.end() ? std::string_view() : std::string_view(found->second);
}

std::string cookie_in(std::string_view header, std::string_view name) {
    auto value = raw_cookie_in(header, name).value_or(std::string_view());
    if (value.size() > 1 && value.front() == '"' && value.back() == '"')
        value = value.substr(1, value.size() - 2);
    return decoded_percent_escapes(value);
}

std::string with_cookie(std::string_view header, std::string_view name, std::string_view value) {
    std::string replaced(header);
    const auto raw = raw_cookie_in(header, name);
    if (!raw) return replaced;
    return replaced.replace(static_cast<std::size_t>(raw->data() - header.data()), raw->size(),
                            cookie_value(value));
}

Headers cors_headers(const Request& request) {
    if (request.origin.empty()) return {};
    return {{"Access-Control-Allow-Origin", request.origin},
            {"Access-Control-Allow-Credentials", "true"},
            {"Vary", "Origin"}};
}

bool is_preflight(const Request& request) {
    return request.method == "OPTIONS" && !request.origin.empty() && !request.requested_method.empty();
}

Response preflight_response(const Request& request) {
    Response response{204, "", "", {{"Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE"}}};
    if (!request.requested_headers.empty()) {
        response.headers.emplace_back("Access-Control-Allow-Headers", request.requested_headers);
        response.headers.emplace_back("Vary", "Access-Control-Request-Headers");
    }
    return response;
}

} // namespace chatmock::http
