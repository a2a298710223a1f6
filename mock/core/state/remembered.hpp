// Estimates the memory of a client, in bytes.
#pragma once

#include "core/state/connections.hpp"

#include <string_view>

namespace chatmock::core {

// The refusal's message for a client past the limit.
constexpr std::string_view no_room_message =
    "the memory for clients (tokens, claims, payloads of CONNECT) is full";

// The reason of that refusal, for the journal.
inline policy::Reason no_room_reason() {
    return {"limit", "", "", "no memory left for another client", "disconnect clients, or POST /reset"};
}

// Its session, with its token's claims.
std::size_t memory_of(const policy::Caller& caller);

// The identity, as journal entries and a socket share it.
std::size_t memory_of(const policy::Identity& identity);

// A socket with the payload of its CONNECT.
std::size_t memory_of_socket(const policy::Identity& identity, const Json& auth);

} // namespace chatmock::core
