// HTTP as bytes.
#pragma once

#include "http/message.hpp"

#include <string>

namespace chatmock::http {

// How the end of a response's body is told.
struct ResponseBody {
    enum class Delimiter { length, chunks, close };
    Delimiter delimiter = Delimiter::length;
    std::size_t bytes = 0; // where its length is told
};

// Status line and headers, with the empty line behind them.
std::string encode_response_head(const Response& response, const ResponseBody& body, const Headers& extra,
                                 bool keep_alive);

// `extra` are the headers that every response to this request carries.
std::string encode_response(const Response& response, const Headers& extra, bool keep_alive);

// A request that is the last one of its connection. `host` is the Host header, its port included.
std::string encode_request(const Request& request, const std::string& host, const Headers& extra);

} // namespace chatmock::http
