// Reads what a transcript writes.
#pragma once

#include "core/input/input.hpp"
#include "core/input/world_settings.hpp"

#include <functional>

namespace chatmock::core {

// The first line.
struct Beginning {
    WorldSettings settings;
    Instant at; // the machine's time
};

Result<Beginning> parse_beginning(const Json& line);

// From a control call as it was asked to what it asks for.
using ReadCall = std::function<Result<Command>(const HttpCall&)>;

// An input line's `in`. A request's token is its number, as text.
Result<Input> parse_input(const Json& json, const ReadCall& read_call);

} // namespace chatmock::core
