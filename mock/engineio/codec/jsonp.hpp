// Polling for browsers without XMLHttpRequest: a GET is a script that calls the client back, a POST is a
// form.
#pragma once

#include "http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::engineio {

// What the script calls; nothing where the handshake asks for no JSONP.
std::optional<std::string> jsonp_callback(const http::Query& handshake);

std::string encode_jsonp(std::string_view callback, std::string_view payload);

// Nothing where the form carries no payload.
std::optional<std::string> decode_jsonp(std::string_view form);

} // namespace chatmock::engineio
