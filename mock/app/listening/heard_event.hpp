// An event of a real service, without the offset that connection-state recovery appends.
#pragma once

#include "catalogue/catalogue.hpp"
#include "socketio/recovery.hpp"

#include <optional>
#include <string>

namespace chatmock::app {

struct HeardEvent {
    socketio::EventReceived event;     // its arguments without the offset
    std::optional<std::string> offset; // it may be an argument: a single text can be either
};

// The arguments for the contract. A single text is an argument if the contract allows it; otherwise it is an
// offset.
Json arguments_for(const catalogue::Catalogue& catalogue, const HeardEvent& heard);

} // namespace chatmock::app
