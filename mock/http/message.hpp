// HTTP as the socket port speaks it, as values: a request in, a response out.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chatmock::http {

// One HTTP request and its one response. Unique for the life of the process; the transport numbers them.
using ExchangeId = std::uint64_t;

using Query = std::map<std::string, std::string, std::less<>>;
using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
    ExchangeId exchange = 0;
    std::string method;
    std::string path;
    Query query;                // percent-decoded; of a repeated key the last value
    std::string remote_address; // of the TCP connection's other end, without its port
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
    std::string file = {}; // the client's file that is the body: the transport has it
};

// Reads `key=value&...`, of a request target or a form.
Query read_query(std::string_view text);

// The same the other way: all but letters, digits and `-._~` is percent-encoded.
std::string write_query(const Query& query);

// Splits a request target into `request.path` and `request.query`.
void read_target(std::string_view target, Request& request);

// What read_target() reads.
std::string target_of(const Request& request);

// The value of the cookie, or "" where the header has none of that name (RFC 6265, section 4.2).
std::string cookie_in(std::string_view header, std::string_view name);

// The query's value, or "" where it is absent.
std::string_view value_of(const Query& query, std::string_view key);

// The socket port answers every origin: the Origin is echoed and credentials are allowed, on errors too.
Headers cors_headers(const Request& request);

bool is_preflight(const Request& request);
Response preflight_response(const Request& request);

} // namespace chatmock::http
