// The ways to end a connection; most are named after the reason that the client reports.
#pragma once

#include "base/json/fields.hpp"

#include <array>
#include <string_view>

namespace chatmock::policy {

enum class DisconnectAs {
    server_disconnect, // "io server disconnect"; after all others, the client reconnects
    transport_close,   // "transport close"
    transport_error,   // "transport error"
    ping_timeout,      // "ping timeout": the mock sends nothing more, and the client's own timer ends it
    parse_error, // "parse error"; "transport error" in clients of Engine.IO 3, which have no such reason
    restart,     // like a killed server: connections reset, the session unknown
    half_open,   // the client stays, but packets from the mock are lost
};

inline constexpr std::array all_disconnect_as = {
    DisconnectAs::server_disconnect, DisconnectAs::transport_close, DisconnectAs::transport_error,
    DisconnectAs::ping_timeout,      DisconnectAs::parse_error,     DisconnectAs::restart,
    DisconnectAs::half_open};

std::string_view name_of(DisconnectAs as);

// Reads a field with a way; `fallback` if it is absent.
DisconnectAs read_disconnect_as(Fields& fields, std::string_view field, DisconnectAs fallback);

} // namespace chatmock::policy
