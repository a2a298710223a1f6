// Polling for browsers without XMLHttpRequest: a GET returns a script that calls the client, a POST is a
// form.
#pragma once

#include "http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::engineio {

// The function that the script calls; empty if the handshake does not request JSONP.
std::optional<std::string> jsonp_callback(const http::Query& handshake);

std::string encode_jsonp(std::string_view callback, std::string_view payload);

// Empty if the form has no payload.
std::optional<std::string> decode_jsonp(std::string_view form);

} // namespace chatmock::engineio
