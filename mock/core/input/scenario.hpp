// A scenario: a script in JSON, whose steps are commands, pauses and repetitions.
//
//   {"description": …, "parameters": {"user": "alice"}, "steps": [{"inject": {…}}, {"wait_for": {…}}, …]}
//
// Parameters have defaults. The steps' strings contain them as {{user}}. Steps within a repetition also have
// {{round}}, which counts from 1.
#pragma once

#include "base/files/files.hpp"
#include "catalogue/catalogue.hpp"
#include "core/input/bindings.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace chatmock::core {

class Scenario {
public:
    Scenario(std::string name_, Json source, std::filesystem::path file_ = {})
        : name(std::move(name_)), file(std::move(file_)),
          source_(std::make_shared<const Json>(std::move(source))) {}

    std::string name;
    std::filesystem::path file; // the file it was loaded from; empty for a scenario of a call

    const Json& source() const { return *source_; } // as it was written
    std::string description() const { return source().value("description", ""); }
    Json parameters() const;
    const Json& steps() const { return source().at("steps"); } // a list

private:
    std::shared_ptr<const Json> source_; // copies share it, as sandboxes have the same scenarios
};

using Scenarios = std::map<std::string, Scenario, std::less<>>;

// Fails with the nearest names.
Result<const Scenario*> find_scenario(const Scenarios& scenarios, std::string_view name);

// Fails with all mistakes. Checks the steps with the default parameters.
Result<Scenario> parse_scenario(const std::string& name, Json json, const catalogue::Catalogue& catalogue);

// Fails if the steps are invalid with these bindings.
Result<void> check_steps(const Scenario& scenario, const Bindings& bindings,
                         const catalogue::Catalogue& catalogue);

// Converts all scenarios to one value, and back. The steps are not checked again.
Json sources_of(const Scenarios& scenarios);
Result<Scenarios> restore_scenarios(const Json& sources, const std::string& at);

struct LoadedScenarios {
    Scenarios scenarios;
    std::vector<Error> unloadable; // files that could not be read
};

// Reads `fixtures`/scenarios/NAME.json. A scenario that does not load is replaced by the one in `last_good`;
// if its layer is optional, it is skipped.
LoadedScenarios load_scenarios(const FileLayers& fixtures, const catalogue::Catalogue& catalogue,
                               const Scenarios& last_good = {});

} // namespace chatmock::core
