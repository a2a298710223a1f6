// The files of the official client, which the socket port serves as the reference server does: GET
// /socket.io/socket.io.js. The world knows their names; the transport has their contents.
#pragma once

#include "http/message.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace chatmock::core {

struct ClientFiles {
    std::string version; // of the client; empty if it is not installed
    std::set<std::string> names;
};

// The file names of the reference servers of all versions.
const std::set<std::string>& client_file_names();

// The answer if `file` is one of them; otherwise empty.
std::optional<http::Response> client_file_response(const ClientFiles& files, const std::string& file,
                                                   std::string_view if_none_match);

} // namespace chatmock::core
