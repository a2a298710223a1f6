// HTTP as bytes.
#pragma once

#include "http/message.hpp"

#include <string>

namespace chatmock::transport {

// How the end of a response's body is told.
struct ResponseBody {
    enum class Delimiter { length, chunks, close };
    Delimiter delimiter = Delimiter::length;
    std::size_t bytes = 0; // where its length is told
};

// Status line and headers, with the empty line behind them.
std::string encode_response_head(const engineio::HttpResponse& response, const ResponseBody& body,
                                 const engineio::Headers& extra, bool keep_alive);

// `extra` are the headers that every response to this request carries.
std::string encode_response(const engineio::HttpResponse& response, const engineio::Headers& extra,
                            bool keep_alive);

// A request that is the last one of its connection. `host` is the Host header, its port included.
std::string encode_request(const engineio::HttpRequest& request, const std::string& host,
                           const engineio::Headers& extra);

} // namespace chatmock::transport
