// One client of a real service, from its connection to its end: shared by the verbs that listen.
#pragma once

#include "app/cli/options.hpp"
#include "app/listening/heard_event.hpp"
#include "base/time.hpp"
#include "socketio/manager.hpp"

#include <functional>
#include <optional>
#include <string>

namespace chatmock::app {

enum class ListeningEnd {
    enough,      // the verb has all its events
    time_over,   // `for_ms` has passed since the client was accepted
    interrupted, // by SIGINT or SIGTERM
    refused,     // the service refused the client
    lost,        // the service accepted the client, and later ended the connection, or lost it
    unreachable, // no service accepted or refused the client; or the wait was interrupted
};

struct Listened {
    ListeningEnd end = ListeningEnd::unreachable;
    std::string service;                      // its URL, without the query
    std::string detail;                       // the reported reason without the token; may be empty
    std::optional<socketio::Refused> refusal; // if it was refused
    std::string transport;                    // the last one
    engineio::Timings timings;                // from the service
    bool recovery = false;                    // true if the service visibly offers connection-state recovery
    Milliseconds duration{0};                 // since the client was accepted

    // Ended by the service, or without one.
    bool is_cut_short() const {
        return end == ListeningEnd::refused || end == ListeningEnd::lost || end == ListeningEnd::unreachable;
    }
};

struct ListeningHandlers {
    std::function<void(const std::string& service)> connected; // its URL, without the query
    std::function<bool(const HeardEvent& event)> event;        // returns true to stop
};

// Blocks until the end. Fails if the options are invalid.
Result<Listened> listen_to(const ServiceOptions& options, const ListeningHandlers& handlers);

// Text of a service, shortened and in printable ASCII, so a terminal only displays it.
std::string for_people(const std::string& said);

// The end, for people: "refused: Unauthorization".
std::string describe(const Listened& listened);

} // namespace chatmock::app
