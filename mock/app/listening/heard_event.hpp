// An event of a real service, without the offset that connection-state recovery appends.
#pragma once

#include "catalogue/catalogue.hpp"
#include "socketio/recovery.hpp"

#include <optional>
#include <string>

namespace chatmock::app {

struct HeardEvent {
    socketio::EventReceived event;     // its arguments without the offset
    std::optional<std::string> offset; // may be an argument: nothing tells a text that comes alone from one
};

// The arguments that the contract is about. A text that came alone is an argument where the contract allows
// it, else an offset.
Json arguments_for(const catalogue::Catalogue& catalogue, const HeardEvent& heard);

} // namespace chatmock::app
