// The outcome for a caller, as an auth rule defines it.
#pragma once

#include "base/json/fields.hpp"
#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::policy {

// The end of an accepted connection's lifetime.
struct Expiry {
    Milliseconds after{0};
    bool emits_error = false; // emits an `error` event before it disconnects
};

struct AuthOutcome {
    enum class Kind {
        accept,
        connect_error, // refused at Socket.IO's level
        http,          // the handshake is answered with a status
        event,         // accepted, then an `error` event, then disconnected
        close,         // the transport is dropped without a packet
        hang,          // never answered
    };

    Kind kind = Kind::accept;
    bool at_handshake = false;               // at the handshake, not at CONNECT
    int status = 401;                        // of `http`
    Milliseconds delay{0};                   // before the outcome
    std::string message = "Unauthorization"; // of a refusal, and of an `error` event
    Json data;                               // sent with the message; null if there is none
    std::optional<Expiry> expiry;            // of an accepted connection
};

// The name in the journal.
std::string_view name_of(AuthOutcome::Kind kind);

// Mistakes are added to `parent`.
AuthOutcome parse_auth_outcome(const Json& json, const std::string& at, Fields& parent);

} // namespace chatmock::policy
