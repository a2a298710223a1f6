// One client of a real service, from its connecting to its end: what the verbs that listen have in common.
#pragma once

#include "app/options.hpp"
#include "base/time.hpp"
#include "socketio/manager.hpp"

#include <functional>
#include <optional>
#include <string>

namespace chatmock::app {

enum class ListeningEnd {
    enough,      // the verb has heard what it wanted
    time_over,   // `for_ms` has passed since the client was let in
    interrupted, // by SIGINT or SIGTERM
    refused,     // the service did not let the client in
    lost,        // it did, and later ended the connection, or let it break
    unreachable, // it never came to that
};

struct Listened {
    ListeningEnd end = ListeningEnd::unreachable;
    std::string detail;                       // for people; empty where there is no more to say
    std::optional<socketio::Refused> refusal; // where it was refused
    std::string transport;                    // the last one
    engineio::Timings timings;                // as the service gave them
    Milliseconds duration{0};                 // since the client was let in
};

struct ListeningHandlers {
    std::function<void(const std::string& service)> connected;       // its URL, without the query
    std::function<bool(const socketio::EventReceived& event)> event; // whether that was enough
};

// Blocks until the end. Fails where the options make no sense.
Result<Listened> listen_to(const ServiceOptions& options, const ListeningHandlers& handlers);

// What went wrong, for people: "refused: Unauthorization".
std::string describe(const Listened& listened);

} // namespace chatmock::app
