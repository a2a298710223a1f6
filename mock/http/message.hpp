// HTTP requests and responses of the socket port, as values.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chatmock::http {

// One HTTP request and its response. The transport numbers them; a number is unique in the process.
using ExchangeId = std::uint64_t;

using Query = std::map<std::string, std::string, std::less<>>;
using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
    ExchangeId exchange = 0;
    std::string method;
    std::string path;
    Query query;                // percent-decoded; the last value of a repeated key
    std::string remote_address; // the IP address of the TCP connection's peer, without its port
    std::string origin;
    std::string content_type;
    std::string requested_method;  // of a CORS preflight
    std::string requested_headers; // of a CORS preflight
    Headers headers;               // all; of a request that names a session, a world gets none
    std::string body;
    bool body_too_large = false; // then the body was not read
};

struct Response {
    int status = 200;
    std::string content_type;
    std::string body;
    Headers headers;
    std::string file = {}; // path of the client's file to send as the body; the transport holds it
};

// Parses `key=value&...` of a request target or a form.
Query read_query(std::string_view text);

// The inverse: percent-encodes all but letters, digits and `-._~`.
std::string write_query(const Query& query);

// Splits a request target into `request.path` and `request.query`.
void read_target(std::string_view target, Request& request);

// The inverse of read_target().
std::string target_of(const Request& request);

// The cookie's value, or "" if the header has no cookie of that name (RFC 6265, section 4.2).
std::string cookie_in(std::string_view header, std::string_view name);

// The header with another value of the cookie that cookie_in() finds, which reads it as `value`.
std::string with_cookie(std::string_view header, std::string_view name, std::string_view value);

// The query's value, or "" if it is absent.
std::string_view value_of(const Query& query, std::string_view key);

// The socket port answers every origin: it echoes Origin and allows credentials, on errors too.
Headers cors_headers(const Request& request);

bool is_preflight(const Request& request);
Response preflight_response(const Request& request);

} // namespace chatmock::http
