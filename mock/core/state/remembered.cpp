#include "core/state/remembered.hpp"

#include "base/json/json_memory.hpp"

namespace chatmock::core {

namespace {

// A session with its timers and index entries, and a TCP connection or an exchange.
constexpr std::size_t session_bytes = 1500;

// The size on a 64-bit machine, on every machine: a limit in bytes has the same effect everywhere.
constexpr std::size_t identity_bytes = 120;
static_assert(sizeof(policy::Identity) <= identity_bytes);

// A socket with its index entries.
constexpr std::size_t socket_bytes = 400;

} // namespace

std::size_t memory_of(const policy::Identity& identity) {
    return identity_bytes + identity.sid.size() + identity.user.size() + identity.namespace_name.size() +
           chatmock::memory_of(identity.claims);
}

std::size_t memory_of(const policy::Caller& caller) {
    const auto& credentials = caller.credentials;
    const auto claims = chatmock::memory_of(credentials.claims);
    return session_bytes + credentials.token.size() + 2 * (credentials.user.size() + claims);
}

std::size_t memory_of_socket(const policy::Identity& identity, const Json& auth) {
    return socket_bytes + memory_of(identity) + chatmock::memory_of(auth);
}

} // namespace chatmock::core
