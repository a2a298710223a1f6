// A request for a WebSocket as the library has parsed it, for the few sources that see the library.
#pragma once

#include <websocketpp/http/request.hpp>

namespace chatmock::transport {

struct UpgradeRequest {
    websocketpp::http::parser::request head;
};

} // namespace chatmock::transport
