// Converts an HTTP request of the socket port for Engine.IO.
#pragma once

#include "http/message.hpp"
#include "http/request_reader.hpp"

#include <string>

namespace chatmock::transport {

http::Request to_engineio(http::ReadRequest read, const std::string& remote_address);

} // namespace chatmock::transport
