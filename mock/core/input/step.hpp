// One step of a scenario, its strings filled: what it does.
#pragma once

#include "catalogue/catalogue.hpp"
#include "core/input/bindings.hpp"
#include "core/input/command.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chatmock::core {

// Which journal entries a step looks at.
enum class Since {
    run, // those since the run began
    act, // those since the last step that did something began
};

// A command for the world.
struct Ask {
    Command command;
    Milliseconds patience{0}; // how long it may take; 0 where it is answered at once
    bool acts = true;         // else it looks
    Since since = Since::run;
};

struct Pause {
    Milliseconds duration{0};
};

struct Repeat {
    std::size_t times = 1;
};

// The run waits until the test says whether it holds.
struct Checkpoint {
    std::string name;
    Milliseconds patience{0};
    bool waits = true; // else the run goes on without it
};

struct Step {
    std::string name; // for its readers; empty where it has none
    std::string_view verb;
    std::variant<Ask, Pause, Repeat, Checkpoint> what;
};

// The name that the number of a repetition's round has in it, from 1.
constexpr std::string_view round_parameter = "round";

// Fails with every mistake; the catalogue is asked whether events and fixtures exist. The steps of a Repeat
// are not looked at.
Result<Step> parse_step(const Json& json, const std::string& at, const Bindings& bindings,
                        const catalogue::Catalogue& catalogue);

// Whether a step of that name is a checkpoint, the parameters filled in; else the error names those there
// are.
Result<void> check_checkpoint(const Json& steps, const Bindings& bindings, const std::string& name);

// The steps of a step that repeats, unfilled; null where it has none.
const Json* steps_of(const Json& step);

} // namespace chatmock::core
