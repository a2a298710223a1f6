#include "core/input/scenario.hpp"

#include "base/files/files.hpp"
#include "base/json/fields.hpp"
#include "base/text/nearest.hpp"
#include "core/input/step.hpp"

namespace chatmock::core {

namespace {

constexpr std::size_t steps_max = 100000; // of a run, repetitions included
constexpr std::string_view scenario_suffix = ".json";

class StepsCheck {
public:
    explicit StepsCheck(const catalogue::Catalogue& catalogue) : catalogue_(catalogue) {}

    void check(const Json& steps, const std::string& at, const Bindings& bindings, std::size_t rounds) {
        for (std::size_t i = 0; i < steps.size(); ++i)
            check_step(steps[i], pointer_to(at, i), bindings, rounds);
    }

    Result<void> done(const std::string& at) {
        if (count_ > steps_max) {
            add({ErrorCode::invalid_value,
                 "expected at most " + std::to_string(steps_max) + " steps, counting each round, got " +
                     std::to_string(count_),
                 at});
        }
        if (error_) return *error_;
        return {};
    }

private:
    void check_step(const Json& json, const std::string& at, const Bindings& bindings, std::size_t rounds) {
        count_ = std::min(count_ + rounds, steps_max + 1);
        const auto step = parse_step(json, at, bindings, catalogue_);
        if (!step) add(step.error());
        const Json* steps = steps_of(json);
        if (steps == nullptr) return;
        const auto* repeat = step ? std::get_if<Repeat>(&step->what) : nullptr;
        const auto times = repeat == nullptr ? 1 : repeat->times;
        Bindings inner = bindings;
        inner.parameters[std::string(round_parameter)] = 1;
        check(*steps, at + "/repeat/steps", inner, std::min(rounds * times, steps_max + 1));
    }

    void add(const Error& error) {
        if (error_) add_mistake(*error_, error);
        else error_ = error;
    }

    const catalogue::Catalogue& catalogue_;
    std::size_t count_ = 0;
    std::optional<Error> error_;
};

bool has_steps(const Json& json) {
    return json.is_object() && json.contains("steps") && json.at("steps").is_array();
}

// Checks everything except the steps.
Result<void> check_form(const Json& json, const std::string& at) {
    Fields fields(json, at);
    fields.text("description", "");
    const Json* parameters = fields.object("parameters");
    if (parameters != nullptr && parameters->contains(round_parameter)) {
        fields.fail({ErrorCode::invalid_value,
                     "expected another name than \"round\", which is the number of a repetition's round",
                     pointer_to(fields.at("parameters"), round_parameter)});
    }
    fields.require("steps");
    fields.array("steps");
    return fields.done();
}

} // namespace

Json Scenario::parameters() const {
    const auto found = source().find("parameters");
    return found != source().end() && found->is_object() ? *found : Json::object();
}

Result<const Scenario*> find_scenario(const Scenarios& scenarios, std::string_view name) {
    const auto found = scenarios.find(name);
    if (found != scenarios.end()) return &found->second;
    std::vector<std::string> names;
    for (const auto& [known, scenario] : scenarios) names.push_back(known);
    return Error{ErrorCode::unknown_scenario, unknown_name_message("scenario", name, names)};
}

Result<void> check_steps(const Scenario& scenario, const Bindings& bindings,
                         const catalogue::Catalogue& catalogue) {
    StepsCheck check(catalogue);
    check.check(scenario.steps(), "/steps", bindings, 1);
    return check.done("/steps");
}

Result<Scenario> parse_scenario(const std::string& name, const Json& json,
                                const catalogue::Catalogue& catalogue) {
    auto formed = check_form(json, "");
    if (!has_steps(json)) return formed.error();
    Scenario scenario(name, json);
    const auto checked = check_steps(scenario, {scenario.parameters(), Bindings{}.to}, catalogue);
    if (!formed && !checked) add_mistake(formed.error(), checked.error());
    if (!formed) return formed.error();
    if (!checked) return checked.error();
    return scenario;
}

Json sources_of(const Scenarios& scenarios) {
    Json sources = Json::object();
    for (const auto& [name, scenario] : scenarios) sources[name] = scenario.source();
    return sources;
}

Result<Scenarios> restore_scenarios(const Json& sources, const std::string& at) {
    Fields fields(sources, at);
    Scenarios scenarios;
    for (const auto& [name, source] : sources.items()) {
        const Json* json = fields.object(name);
        if (json == nullptr) continue;
        if (auto formed = check_form(*json, fields.at(name)); !formed) fields.fail(formed.error());
        scenarios.emplace(name, Scenario(name, *json));
    }
    if (auto done = fields.done(); !done) return done.error();
    return scenarios;
}

LoadedScenarios load_scenarios(const std::filesystem::path& fixtures, const catalogue::Catalogue& catalogue,
                               const Scenarios& last_good) {
    const auto folder = fixtures / "scenarios";
    const auto files = files_in(folder, scenario_suffix);
    if (!files) return {last_good, {files.error()}};
    if (!last_good.empty() && is_absent(folder)) return {last_good, {folder_removed(folder)}};
    LoadedScenarios loaded;
    for (const auto& file : *files) {
        const auto name = stem_of(file, scenario_suffix);
        const auto json = read_json_file(file);
        auto scenario = json ? parse_scenario(name, *json, catalogue) : Result<Scenario>(json.error());
        if (scenario) {
            loaded.scenarios.emplace(name, std::move(*scenario));
            continue;
        }
        scenario.error().file = file.string();
        loaded.unloadable.push_back(scenario.error());
        const auto last = last_good.find(name);
        if (last != last_good.end()) loaded.scenarios.insert(*last);
    }
    return loaded;
}

} // namespace chatmock::core
