// HTTP as bytes.
#pragma once

#include "engineio/http.hpp"

#include <string>

namespace chatmock::transport {

// `extra` are the headers that every response to this request carries.
std::string encode_response(const engineio::HttpResponse& response, const engineio::Headers& extra,
                            bool keep_alive);

// A request that is the last one of its connection. `host` is the Host header, its port included.
std::string encode_request(const engineio::HttpRequest& request, const std::string& host,
                           const engineio::Headers& extra);

} // namespace chatmock::transport
