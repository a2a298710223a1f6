// The files of the official client, which the socket port hands out as the reference server does:
// GET /socket.io/socket.io.js. The world knows their names; the transport has what is in them.
#pragma once

#include "http/message.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace chatmock::core {

struct ClientFiles {
    std::string version; // of the client; empty where it is not installed
    std::set<std::string> names;
};

// Those that the reference servers hand out, of every version.
const std::set<std::string>& client_file_names();

// The answer where `file` is one of those; nothing where it is not.
std::optional<http::Response> client_file_response(const ClientFiles& files, const std::string& file,
                                                   std::string_view if_none_match);

} // namespace chatmock::core
