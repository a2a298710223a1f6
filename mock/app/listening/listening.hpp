// One client of a real service, from its connecting to its end: what the verbs that listen have in common.
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
    enough,      // the verb has heard what it wanted
    time_over,   // `for_ms` has passed since the client was let in
    interrupted, // by SIGINT or SIGTERM
    refused,     // the service did not let the client in
    lost,        // it did, and later ended the connection, or let it break
    unreachable, // nobody was there who could have let it in or refused it; or nobody waited for that
};

struct Listened {
    ListeningEnd end = ListeningEnd::unreachable;
    std::string service;                      // its URL, without the query
    std::string detail;                       // as it was told, but for the token; may be empty
    std::optional<socketio::Refused> refusal; // where it was refused
    std::string transport;                    // the last one
    engineio::Timings timings;                // as the service gave them
    bool recovery = false; // whether the service offers connection-state recovery, as far as the client sees
    Milliseconds duration{0}; // since the client was let in

    // By the service, or because there is none.
    bool is_cut_short() const {
        return end == ListeningEnd::refused || end == ListeningEnd::lost || end == ListeningEnd::unreachable;
    }
};

struct ListeningHandlers {
    std::function<void(const std::string& service)> connected; // its URL, without the query
    std::function<bool(const HeardEvent& event)> event;        // whether that was enough
};

// Blocks until the end. Fails where the options make no sense.
Result<Listened> listen_to(const ServiceOptions& options, const ListeningHandlers& handlers);

// What a service said, shortened and in ASCII, which a terminal takes for nothing else.
std::string for_people(const std::string& said);

// How it ended, for people: "refused: Unauthorization".
std::string describe(const Listened& listened);

} // namespace chatmock::app
