#include "http/head.hpp"

#include "base/text/ascii.hpp"
#include "base/text/digits.hpp"
#include "base/text/word.hpp"
#include "http/headers.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace chatmock::http {

namespace {

constexpr std::string_view line_end = "\r\n";

Fault bad(std::string_view reason) { return {400, reason}; }

bool is_control(char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f'; }

bool has_controls_bytewise(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return is_control(c); });
}

// False for most texts, at the cost of a few instructions.
bool may_have_controls(Word word) {
    return (bytes_below(' ', word) | bytes_below(1, word ^ in_each_byte('\x7f'))) != 0;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// Removes one line from the front of `text`.
std::string_view take_line(std::string_view& text) {
    const auto line = text.substr(0, text.find(line_end));
    text.remove_prefix(std::min(text.size(), line.size() + line_end.size()));
    return line;
}

std::string_view take_word(std::string_view& line) {
    const auto word = line.substr(0, line.find(' '));
    line.remove_prefix(std::min(line.size(), word.size() + 1));
    return word;
}

// Path and query of a target in absolute form, which a server must accept, too (RFC 9112, section 3.2.2).
std::optional<std::string_view> without_origin(std::string_view target) {
    constexpr std::array<std::string_view, 4> schemes = {"http://", "https://", "ws://", "wss://"};
    for (const auto scheme : schemes) {
        if (!equals_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
        target.remove_prefix(scheme.size());
        const auto authority_end = std::min(target.find_first_of("/?"), target.size());
        if (authority_end > 0) return target.substr(authority_end);
    }
    return std::nullopt;
}

Fault parse_target(std::string_view target, RequestHead& head) {
    if (has_controls(target) || target.find('\t') != std::string_view::npos)
        return bad("the request target has a control character in it");
    const bool is_origin_form = !target.empty() && target.front() == '/';
    if (is_origin_form || (target == "*" && head.method == "OPTIONS")) {
        head.target = target;
        return {};
    }
    const auto path = without_origin(target);
    if (!path) return bad("expected a request target that begins with a slash");
    head.target = path->empty() || path->front() == '?' ? "/" + std::string(*path) : std::string(*path);
    return {};
}

Fault parse_request_line(std::string_view line, RequestHead& head) {
    const auto method = take_word(line);
    const auto target = take_word(line);
    if (!is_token(method)) return bad("expected a method at the front of the request line");
    if (line != "HTTP/1.1" && line != "HTTP/1.0") return bad("expected METHOD TARGET HTTP/1.1");
    head.method = method;
    head.is_http_1_0 = line == "HTTP/1.0";
    return parse_target(target, head);
}

// An HTTP/1.1 client sends exactly one Host header (RFC 9112, section 3.2).
Fault check_host(const RequestHead& head) {
    const auto count = count_of(head.headers, "Host");
    if (count > 1) return bad("expected one Host header");
    if (count == 0 && !head.is_http_1_0) return bad("expected a Host header");
    return {};
}

Fault check_expectation(const RequestHead& head) {
    const bool is_met = head.is_http_1_0 || expects_continue(head) || count_of(head.headers, "Expect") == 0;
    return is_met ? Fault() : Fault{417, "expected no Expect header but 100-continue"};
}

} // namespace

bool is_token(std::string_view text) {
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                         "!#$%&'*+-.^_`|~";
    return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

bool has_controls(std::string_view text) {
    for (; text.size() >= word_bytes; text.remove_prefix(word_bytes))
        if (may_have_controls(word_at(text.data())) && has_controls_bytewise(text.substr(0, word_bytes)))
            return true;
    return has_controls_bytewise(text);
}

Fault parse_header_line(std::string_view line, Headers& headers) {
    if (line.front() == ' ' || line.front() == '\t') return bad("a header line is folded");
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return bad("a header line has no colon");
    const auto name = line.substr(0, colon);
    const auto value = trimmed(line.substr(colon + 1));
    if (!is_token(name)) return bad("expected a header's name directly before its colon");
    if (has_controls(value)) return bad("a header has a control character in it");
    headers.emplace_back(name, value);
    return {};
}

std::variant<RequestHead, Fault> parse_head(std::string_view text) {
    RequestHead head;
    if (const auto fault = parse_request_line(take_line(text), head)) return fault;
    for (auto line = take_line(text); !line.empty(); line = take_line(text)) {
        if (head.headers.size() >= headers_max) return Fault{431, "the request has too many headers"};
        if (const auto fault = parse_header_line(line, head.headers)) return fault;
    }
    if (const auto fault = check_host(head)) return fault;
    if (const auto fault = check_expectation(head)) return fault;
    return head;
}

// If two readers could see different ends of a body, the request is refused (RFC 9112, section 6.3).
std::variant<BodyFraming, Fault> framing_of(const RequestHead& head) {
    const auto codings = count_of(head.headers, "Transfer-Encoding");
    const auto lengths = count_of(head.headers, "Content-Length");
    if (codings > 0 && lengths > 0) return bad("Content-Length and Transfer-Encoding exclude each other");
    if (codings > 1) return bad("expected one Transfer-Encoding header");
    if (lengths > 1) return bad("expected one Content-Length header");
    if (codings == 1) {
        if (head.is_http_1_0) return bad("HTTP/1.0 has no Transfer-Encoding");
        if (!equals_ignoring_case(value_of(head.headers, "Transfer-Encoding"), "chunked"))
            return bad("expected no Transfer-Encoding but chunked");
        return BodyFraming{true, 0};
    }
    if (lengths == 0) return BodyFraming{};
    const auto length_bytes = number_in<std::size_t>(value_of(head.headers, "Content-Length"));
    if (!length_bytes) return bad("expected a Content-Length in decimal digits");
    return BodyFraming{false, *length_bytes};
}

bool keeps_alive(const RequestHead& head) {
    if (lists(head.headers, "Connection", "close")) return false;
    return !head.is_http_1_0 || lists(head.headers, "Connection", "keep-alive");
}

bool expects_continue(const RequestHead& head) {
    return !head.is_http_1_0 && equals_ignoring_case(value_of(head.headers, "Expect"), "100-continue");
}

} // namespace chatmock::http
