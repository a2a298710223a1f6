// An HTTP response as bytes.
#pragma once

#include "engineio/http.hpp"

#include <string>

namespace chatmock::transport {

// `extra` are the headers that every response to this request carries.
std::string encode_response(const engineio::HttpResponse& response, const engineio::Headers& extra,
                            bool keep_alive);

} // namespace chatmock::transport
