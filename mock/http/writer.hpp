// Encodes HTTP as bytes.
#pragma once

#include "http/message.hpp"

#include <string>

namespace chatmock::http {

// The delimiter of a response's body.
struct ResponseBody {
    enum class Delimiter { length, chunks, close };
    Delimiter delimiter = Delimiter::length;
    std::size_t bytes = 0; // if it is sized
};

// Status line and headers, with the empty line after them.
std::string encode_response_head(const Response& response, const ResponseBody& body, const Headers& extra,
                                 bool keep_alive);

// `extra` are the headers of every response to this request.
std::string encode_response(const Response& response, const Headers& extra, bool keep_alive);

// A request that is the last of its connection. `host` is the Host header, with its port.
std::string encode_request(const Request& request, const std::string& host, const Headers& extra);

} // namespace chatmock::http
