// The reasons for a session's end. They are Socket.IO's own words, if it has one.
#pragma once

#include <string_view>

namespace chatmock::engineio::close_reason {

constexpr std::string_view transport_close = "transport close";
constexpr std::string_view transport_error = "transport error";
constexpr std::string_view ping_timeout = "ping timeout";
constexpr std::string_view parse_error = "parse error";
constexpr std::string_view forced_close = "forced close";
constexpr std::string_view shutting_down = "server shutting down";
constexpr std::string_view restart = "server restart";
constexpr std::string_view client_disconnect = "io client disconnect";

} // namespace chatmock::engineio::close_reason
