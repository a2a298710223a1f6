// A transcript's run, once more in a fresh world: does it say the same, byte for byte?
#pragma once

#include "core/replay/transcript_parse.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::core {

// The first line that the fresh world does not write. There the replay ends: further on the two runs
// have nothing to do with one another.
struct Difference {
    std::size_t line = 0;            // of the transcript, from 1
    std::optional<Json> input;       // with its number, where the line has one
    std::string recorded;            // what stands there, cut to the place
    std::string replayed;            // and what the fresh world says; empty where it says nothing
    std::optional<Error> unreadable; // why the line cannot be replayed
};

struct Replayed {
    std::size_t inputs = 0;
    bool complete = true; // whether the run was written down to its end
    std::optional<Difference> difference;
};

// The text may be whatever it is; it is an error only where it does not begin as a transcript does. A line
// that was changed, be it by one byte, is the difference. Lines that were taken away, put in or
// swapped are noticed by the next input that is left. Only those that are missing at the end are not missed:
// so far the run went the same.
Result<Replayed> replay(std::string_view transcript, const ReadCall& read_call);

// The same for a caller that has parsed the first line: many transcripts that share it are replayed faster.
Replayed replay_from(const Beginning& beginning, std::string_view transcript, const ReadCall& read_call);

} // namespace chatmock::core
