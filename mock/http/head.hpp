// Parses the head of an HTTP request strictly (RFC 9112, sections 2 to 7): a head that a proxy could read
// differently is refused. Pure.
#pragma once

#include "http/message.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace chatmock::http {

// The reason to refuse bytes. The connection must close afterwards: the start of the next request is unknown.
struct Fault {
    int status = 0; // 0 if there is no fault
    std::string_view reason;
    bool is_other_protocol = false; // then `reason` names it and says what to do

    explicit operator bool() const { return status != 0; }
};

struct RequestHead {
    std::string method;
    std::string target; // begins with a slash, or is "*"; from an absolute form only its path and query
    bool is_http_1_0 = false;
    Headers headers; // in the order and spelling of the client
};

constexpr std::size_t headers_max = 200;

// `head` ends with its empty line. Accepts HTTP/1.1 and 1.0.
std::variant<RequestHead, Fault> parse_head(std::string_view head);

// Parses `NAME: VALUE` of a head or of trailers, without its line end; adds it to `headers`.
Fault parse_header_line(std::string_view line, Headers& headers);

bool is_token(std::string_view text); // RFC 9110, section 5.6.2

// True if the text has a control character other than a tab: some readers would end the line there. Bytes
// beyond ASCII are allowed.
bool has_controls(std::string_view text);

// The delimiter of the body that follows a head.
struct BodyFraming {
    bool is_chunked = false;
    std::size_t length_bytes = 0; // if it is not chunked
};

std::variant<BodyFraming, Fault> framing_of(const RequestHead& head);

// True if the client lets the connection stay open after the answer.
bool keeps_alive(const RequestHead& head);

// True if the client waits for "100 Continue" before it sends the body.
bool expects_continue(const RequestHead& head);

} // namespace chatmock::http
