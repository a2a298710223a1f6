// Converts an HTTP request to a call. Pure.
#pragma once

#include "control/routes.hpp"
#include "http/request_reader.hpp"

namespace chatmock::control {

constexpr std::size_t body_bytes_max = 8 * 1024 * 1024; // also when decompressed

struct ReadCall {
    Found route;
    core::HttpCall call;                // as it would be to `default`
    std::optional<std::string> sandbox; // as in Address
};

// HEAD is answered like GET. Fails with the API's errors for unknown, malformed and too large requests.
Result<ReadCall> read_call(http::ReadRequest request);

} // namespace chatmock::control
