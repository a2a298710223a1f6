// The ways in which the mock ends a connection, most of them named after what its client makes of it.
#pragma once

#include "base/json/fields.hpp"

#include <array>
#include <string_view>

namespace chatmock::policy {

enum class DisconnectAs {
    server_disconnect, // "io server disconnect"; all others have the client come back
    transport_close,   // "transport close"
    transport_error,   // "transport error"
    ping_timeout,      // "ping timeout": the mock falls silent, and the client notices by its own clock
    parse_error,       // "parse error"; "transport error" in clients of Engine.IO 3, which know no such thing
    restart,           // as a server that is killed: connections cut, the session unknown
    half_open,         // nobody leaves, but nothing that the mock says gets through any more
};

inline constexpr std::array all_disconnect_as = {
    DisconnectAs::server_disconnect, DisconnectAs::transport_close, DisconnectAs::transport_error,
    DisconnectAs::ping_timeout,      DisconnectAs::parse_error,     DisconnectAs::restart,
    DisconnectAs::half_open};

std::string_view name_of(DisconnectAs as);

// The field that names one. Where it is absent, the caller's fallback.
DisconnectAs read_disconnect_as(Fields& fields, std::string_view field, DisconnectAs fallback);

} // namespace chatmock::policy
