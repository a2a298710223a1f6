// Replays a transcript in a new world, and compares the lines byte by byte.
#pragma once

#include "core/replay/transcript_parse.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::core {

// The first line that the new world does not write. The replay ends there, as the runs differ from then on.
struct Difference {
    std::size_t line = 0;            // in the transcript, from 1
    std::optional<Json> input;       // with its number, if the line has one
    std::string recorded;            // the recorded line, cut to the place
    std::string replayed;            // the new world's line; empty if there is none
    std::optional<Error> unreadable; // the reason if the line cannot be replayed
};

struct Replayed {
    std::size_t inputs = 0;
    bool complete = true; // false if the transcript stops before the run's end
    std::optional<Difference> difference;
};

// Accepts any text; fails only if the first line is not a transcript's. A changed line is the difference,
// even by one byte. Removed, inserted or swapped lines are detected at the next remaining input. Only missing
// lines at the end are not detected.
Result<Replayed> replay(std::string_view transcript, const ReadCall& read_call);

// The same for a parsed first line: faster for many transcripts that share it.
Replayed replay_from(const Beginning& beginning, std::string_view transcript, const ReadCall& read_call);

} // namespace chatmock::core
