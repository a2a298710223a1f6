// How much memory it takes to remember a client, roughly, in bytes.
#pragma once

#include "core/state/connections.hpp"

#include <string_view>

namespace chatmock::core {

// What a client is told that cannot be remembered.
constexpr std::string_view no_room_message =
    "the mock remembers as much of its clients (tokens, claims, payloads of CONNECT) as it may";

// The same for the journal.
inline policy::Reason no_room_reason() {
    return {"limit", "", "", "no memory left for another client", "disconnect clients, or POST /reset"};
}

// Its session, with what its token says.
std::size_t memory_of(const policy::Caller& caller);

// What entries of the journal and a socket know of it.
std::size_t memory_of(const policy::Identity& identity);

// A socket that has joined with this payload.
std::size_t memory_of_socket(const policy::Identity& identity, const Json& auth);

} // namespace chatmock::core
