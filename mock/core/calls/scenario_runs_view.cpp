// Runs of scenarios as JSON, for callers and for the journal.
#include "base/text/counted.hpp"
#include "core/calls/scenario_runs.hpp"

namespace chatmock::core {

// A failed run is a failed assertion.
Result<Reply> ScenarioRuns::outcome_of(const Run& run) const {
    if (run.stage != Stage::failed) return Reply{view_of(run)};
    const bool is_within = run.error->at.rfind(run.at, 0) == 0; // else it is a place in a call's body
    Error error{ErrorCode::scenario_failed, place_of(run) + ": " + run.error->message,
                is_within ? run.error->at : run.at};
    error.nearest = run.error->nearest;
    error.violations = run.error->violations;
    return error;
}

Json ScenarioRuns::view_of(const Run& run) {
    Json view = {
        {"run", run.id},         {"scenario", run.scenario->name},        {"state", name_of(run.stage)},
        {"to", run.bindings.to}, {"parameters", run.bindings.parameters}, {"began", to_iso8601(run.began)}};
    if (run.stage != Stage::running) view["ended"] = to_iso8601(run.ended);
    view["steps_taken"] = run.taken;
    if (!run.at.empty()) view.update(step_of(run));
    if (!run.awaited.empty()) view["awaits"] = run.awaited;
    if (!run.checkpoints.empty()) view["checkpoints"] = run.checkpoints;
    if (!run.saved.empty()) view["saved"] = run.saved;
    if (run.stage == Stage::passed) view["proved"] = proof_of(run);
    if (run.error) view.update(to_json(*run.error));
    return view;
}

std::string ScenarioRuns::proof_of(const Run& run) {
    constexpr std::string_view of_connection = "the mock sent the events of the steps, and the run's "
                                               "connections behaved as its steps expect";
    const auto count = run.checkpoints.size();
    if (count == 0)
        return std::string(of_connection) +
               "; without a reported checkpoint, it proves nothing about the app's display";
    return std::string(of_connection) + "; the test reported " + counted(count, "checkpoint") + " as passed";
}

std::string_view ScenarioRuns::name_of(Stage stage) {
    switch (stage) {
        case Stage::running: return "running";
        case Stage::passed: return "passed";
        case Stage::failed: return "failed";
        case Stage::stopped: return "stopped";
    }
    return "";
}

std::string ScenarioRuns::place_of(const Run& run) {
    return run.at + " (" + run.verb + (run.name.empty() ? "" : ", " + run.name) + ")";
}

Json ScenarioRuns::step_of(const Run& run) {
    Json step = {{"step", run.at}, {"does", run.verb}};
    if (!run.name.empty()) step["name"] = run.name;
    return step;
}

void ScenarioRuns::record(const Run& run, std::string_view what, const Json& details) {
    Entry entry;
    entry.kind = EntryKind::scenario;
    entry.details.add("scenario", run.scenario->name).add("run", run.id).add("state", what).add(details);
    if (const auto to = policy::parse_target(run.bindings.to, "/to"); to && what == "started")
        entry.concern = state_.recorder.concern_of(*to);
    state_.recorder.record(std::move(entry));
}

} // namespace chatmock::core
