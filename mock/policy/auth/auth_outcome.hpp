// What becomes of a caller, as an auth rule says it.
#pragma once

#include "base/json/fields.hpp"
#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::policy {

// How a connection that was accepted ends by itself.
struct Expiry {
    Milliseconds after{0};
    bool tells = false; // emits an `error` event before it disconnects
};

struct AuthOutcome {
    enum class Kind {
        accept,
        connect_error, // refused at Socket.IO's level
        http,          // the handshake is answered with a status
        event,         // accepted, told by an `error` event, disconnected
        close,         // the transport is dropped without a word
        hang,          // never answered
    };

    Kind kind = Kind::accept;
    bool at_handshake = false;               // it takes place there, not at CONNECT
    int status = 401;                        // of http
    Milliseconds delay{0};                   // until it takes place
    std::string message = "Unauthorization"; // of a refusal, and of an `error` event
    Json data;                               // that goes with it; null where there is none
    std::optional<Expiry> expiry;            // of who is accepted
};

// As the journal calls it.
std::string_view name_of(AuthOutcome::Kind kind);

// Mistakes become those of `parent`.
AuthOutcome parse_auth_outcome(const Json& json, const std::string& at, Fields& parent);

} // namespace chatmock::policy
