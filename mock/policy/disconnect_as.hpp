// The ways in which the mock ends a connection, each named after what its client makes of it.
#pragma once

#include "base/fields.hpp"

#include <array>
#include <string_view>

namespace chatmock::policy {

enum class DisconnectAs {
    server_disconnect, // the client sees "io server disconnect"
    transport_close,   // the client sees "transport close", and reconnects
};

inline constexpr std::array all_disconnect_as = {DisconnectAs::server_disconnect,
                                                 DisconnectAs::transport_close};

std::string_view name_of(DisconnectAs as);

// The field that names one. Where it is absent, the caller's fallback.
DisconnectAs read_disconnect_as(Fields& fields, std::string_view field, DisconnectAs fallback);

} // namespace chatmock::policy
