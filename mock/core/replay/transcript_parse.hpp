// Parses a transcript's lines.
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

// Parses a control call from its HTTP form.
using ReadCall = std::function<Result<Command>(const HttpCall&)>;

// Parses an input line's `in`. A request's token is its number, as text.
Result<Input> parse_input(const Json& json, const ReadCall& read_call);

} // namespace chatmock::core
