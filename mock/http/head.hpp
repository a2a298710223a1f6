// The head of an HTTP request, read strictly (RFC 9112, sections 2 to 7): what a proxy could read differently
// is refused. Pure.
#pragma once

#include "http/message.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace chatmock::http {

// Why bytes are refused. The connection cannot go on behind it: where the next request begins is unknown.
struct Fault {
    int status = 0; // 0 where nothing is wrong
    std::string_view reason;
    bool is_other_protocol = false; // then `reason` says which, and what to do

    explicit operator bool() const { return status != 0; }
};

struct RequestHead {
    std::string method;
    std::string target; // begins with a slash, or is "*"; of an absolute form only its path and query
    bool is_http_1_0 = false;
    Headers headers; // in their order, names as they were sent
};

constexpr std::size_t headers_max = 200;

// `head` ends with its empty line. Takes HTTP/1.1 and 1.0.
std::variant<RequestHead, Fault> parse_head(std::string_view head);

// Reads `NAME: VALUE` of a head or of trailers, without its line end; adds it to `headers`.
Fault parse_header_line(std::string_view line, Headers& headers);

bool is_token(std::string_view text); // RFC 9110, section 5.6.2

// Any but a blank and a tab would end a line for one reader or another. Bytes beyond ASCII are none.
bool has_controls(std::string_view text);

// How the body that follows a head is delimited.
struct BodyFraming {
    bool is_chunked = false;
    std::size_t length_bytes = 0; // where it is not chunked
};

std::variant<BodyFraming, Fault> framing_of(const RequestHead& head);

// Whether the connection stays open behind the answer, for all that the client says.
bool keeps_alive(const RequestHead& head);

// Whether the client waits for "100 Continue" before it sends the body.
bool expects_continue(const RequestHead& head);

} // namespace chatmock::http
