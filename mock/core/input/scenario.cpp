#include "core/input/scenario.hpp"

#include "base/json/fields.hpp"
#include "base/text/nearest.hpp"
#include "core/input/scenario_step.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

constexpr std::size_t steps_max = 100000; // of a run, repetitions included
constexpr std::string_view scenario_suffix = ".json";

class StepsCheck {
public:
    StepsCheck(const catalogue::Catalogue& catalogue, const Json& parameters)
        : catalogue_(catalogue), parameters_(parameters) {}

    // The names that a step saves are bound for the steps that follow.
    void check(const Json& steps, const std::string& at, Bindings& bindings, std::size_t rounds) {
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
    void check_step(const Json& json, const std::string& at, Bindings& bindings, std::size_t rounds) {
        count_ = std::min(count_ + rounds, steps_max + 1);
        const auto step = parse_step(json, at, bindings, catalogue_);
        if (!step) add(step.error());
        for (const auto& name : saved_names(json)) save(name, at, bindings);
        const Json* steps = steps_of(json);
        if (steps == nullptr) return;
        const auto* repeat = step ? std::get_if<Repeat>(&step->what) : nullptr;
        const auto times = repeat == nullptr ? 1 : repeat->times;
        const bool is_inner = bindings.parameters.contains(round_parameter);
        if (!is_inner) bindings.parameters[std::string(round_parameter)] = 1;
        check(*steps, at + "/repeat/steps", bindings, std::min(rounds * times, steps_max + 1));
        if (!is_inner) bindings.parameters.erase(std::string(round_parameter));
    }

    void save(const std::string& name, const std::string& at, Bindings& bindings) {
        constexpr std::string_view sample = "saved";
        if (parameters_.contains(name)) {
            add({ErrorCode::invalid_value,
                 "expected another name than that of a parameter, got \"" + name + "\"",
                 pointer_to(at + "/save", name)});
        } else {
            bindings.parameters[name] = sample;
        }
    }

    void add(const Error& error) {
        if (error_) add_mistake(*error_, error);
        else error_ = error;
    }

    const catalogue::Catalogue& catalogue_;
    const Json& parameters_;
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
    fields.text("$schema", "");
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
    StepsCheck check(catalogue, bindings.parameters);
    auto bound = bindings;
    check.check(scenario.steps(), "/steps", bound, 1);
    return check.done("/steps");
}

Result<Scenario> parse_scenario(const std::string& name, Json json, const catalogue::Catalogue& catalogue) {
    auto formed = check_form(json, "");
    if (!has_steps(json)) return formed.error();
    Scenario scenario(name, std::move(json));
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

namespace {

// Scenarios of a folder that was removed, or cannot be listed, stay.
void keep_scenarios(const std::filesystem::path& folder, Error error, const Scenarios& last_good,
                    LoadedScenarios& loaded) {
    loaded.unloadable.push_back(std::move(error));
    for (const auto& [name, scenario] : last_good) {
        if (is_below(scenario.file, folder)) loaded.scenarios.emplace(name, scenario);
    }
}

bool has_any_of(const std::filesystem::path& folder, const Scenarios& last_good) {
    return std::any_of(last_good.begin(), last_good.end(),
                       [&](const auto& each) { return is_below(each.second.file, folder); });
}

} // namespace

LoadedScenarios load_scenarios(const FileLayers& fixtures, const catalogue::Catalogue& catalogue,
                               const Scenarios& last_good) {
    LoadedScenarios loaded;
    for (const auto& layer : fixtures) {
        const auto folder = layer.folder / "scenarios";
        if (is_absent(folder) && has_any_of(folder, last_good))
            keep_scenarios(folder, folder_removed(folder), last_good, loaded);
    }
    std::vector<Error> unlistable;
    const auto files = files_in(fixtures, "scenarios", scenario_suffix, unlistable);
    for (auto& error : unlistable) {
        const std::filesystem::path folder = error.file;
        keep_scenarios(folder, std::move(error), last_good, loaded);
    }
    for (const auto& [file, is_optional] : files) {
        const auto name = stem_of(file, scenario_suffix);
        if (loaded.scenarios.count(name) != 0) continue;
        auto json = read_json_file(file);
        auto scenario =
            json ? parse_scenario(name, std::move(*json), catalogue) : Result<Scenario>(json.error());
        if (scenario) {
            scenario->file = file;
            loaded.scenarios.emplace(name, std::move(*scenario));
            continue;
        }
        if (is_optional) continue;
        scenario.error().file = file.string();
        loaded.unloadable.push_back(scenario.error());
        const auto last = last_good.find(name);
        if (last != last_good.end()) loaded.scenarios.insert(*last);
    }
    return loaded;
}

} // namespace chatmock::core
