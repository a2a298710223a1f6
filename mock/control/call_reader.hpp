// From an HTTP request to the call that it makes. Pure.
#pragma once

#include "control/routes.hpp"
#include "http/request_reader.hpp"

namespace chatmock::control {

constexpr std::size_t body_bytes_max = 8 * 1024 * 1024; // unpacked, too

struct ReadCall {
    Found route;
    core::HttpCall call; // as it would be to `default`
    std::string sandbox;
};

// HEAD asks for what GET would answer. Fails as the API says for what is unknown, malformed or too large.
Result<ReadCall> read_call(http::ReadRequest request);

} // namespace chatmock::control
