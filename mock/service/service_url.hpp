// The URL of a chat service, as people write it.
#pragma once

#include "base/result.hpp"
#include "http/message.hpp"

#include <string>

namespace chatmock::service {

struct ServiceUrl {
    bool tls = false;
    std::string host; // without the brackets of an IPv6 address
    int port = 80;
    std::string path = "/socket.io/";
    http::Query query;

    // The Host header.
    std::string authority() const;

    // Without its query, which may contain a token.
    std::string text() const;
};

// "ws://localhost:8090", "https://chat.example.com/socket.io/?jwt_token=…": the schemes are ws, wss, http and
// https. The path is Socket.IO's; it defaults to /socket.io/.
Result<ServiceUrl> parse_service_url(const std::string& text);

} // namespace chatmock::service
