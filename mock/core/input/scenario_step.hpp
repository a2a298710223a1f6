// One step of a scenario, with its parameters filled in.
#pragma once

#include "catalogue/catalogue.hpp"
#include "core/input/bindings.hpp"
#include "core/input/command.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chatmock::core {

// The journal entries that a step matches.
enum class Since {
    run, // since the start of the run
    act, // since the start of the last step that changed something
};

// A command for the world.
struct Ask {
    Command command;
    std::optional<Milliseconds> patience =
        {};           // the limit of its wait; empty if it waits for no entry or client
    bool acts = true; // false: it only reads
    Since since = Since::run;
};

struct Pause {
    Milliseconds duration{0};
};

struct Repeat {
    std::size_t times = 1;
};

// The run waits until the test reports the checkpoint.
struct Checkpoint {
    std::string name;
    Milliseconds patience{0};
    bool waits = true; // otherwise the run continues without the report
};

struct Step {
    std::string name; // for people; may be empty
    std::string_view verb;
    std::variant<Ask, Pause, Repeat, Checkpoint> what;
    std::map<std::string, std::string> saves =
        {}; // JSON Pointers into what it sends, by names for later steps
};

// The parameter for the number of a repetition's round, from 1.
constexpr std::string_view round_parameter = "round";

// Fails with all mistakes; the catalogue lists valid events and fixtures. The steps of a Repeat are not
// checked.
Result<Step> parse_step(const Json& json, const std::string& at, const Bindings& bindings,
                        const catalogue::Catalogue& catalogue);

// The names that a step saves values under, though it may not be a valid one.
std::vector<std::string> saved_names(const Json& step);

// Succeeds if a step of that name, with its parameters filled in, is a checkpoint. The error names the
// existing checkpoints.
Result<void> check_checkpoint(const Json& steps, const Bindings& bindings, const std::string& name);

// The steps inside a Repeat, without parameters; null for other steps.
const Json* steps_of(const Json& step);

} // namespace chatmock::core
