// A transcript's run, once more in a fresh world: does it say the same, byte for byte?
#pragma once

#include "core/input.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock::core {

// The first place where the two runs part.
struct Difference {
    std::size_t line = 0;      // of the transcript, from 1
    std::optional<Json> input; // with its number, where the line has one
    std::string recorded;      // what stands there, cut to the place
    std::string replayed;      // and what the fresh world says
};

struct Replayed {
    std::size_t inputs = 0;
    bool complete = true; // whether the run was written down to its end
    std::optional<Difference> difference;
};

// From a control call as it was asked to what it asks for.
using ReadCall = std::function<Result<Command>(const HttpCall&)>;

// Fails where the text is no transcript; `at` then names the line.
Result<Replayed> replay(std::string_view transcript, const ReadCall& read_call);

} // namespace chatmock::core
