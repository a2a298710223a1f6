#include "core/calls/scenario_runs.hpp"

namespace chatmock::core {

namespace {

constexpr std::size_t early_reports_max = 1000;
constexpr std::size_t listed_checkpoints_max = 1000;

} // namespace

void ScenarioRuns::take(Run& run, const Json&, const Checkpoint& checkpoint) {
    if (!checkpoint.waits) return;
    const auto early = run.early.find(checkpoint.name);
    if (early != run.early.end()) {
        if (--early->second == 0) run.early.erase(early);
        return pass(run, checkpoint.name);
    }
    run.awaited = checkpoint.name;
    state_.timers.set({TimerKey::Kind::run, run.id}, state_.now() + checkpoint.patience);
}

void ScenarioRuns::pass(Run& run, const std::string& checkpoint) {
    if (run.checkpoints.size() < listed_checkpoints_max)
        run.checkpoints.push_back({{"name", checkpoint}, {"passed", true}, {"at", to_iso8601(state_.now())}});
    record(run, "checkpoint", {{"checkpoint", checkpoint}});
}

Result<Reply> ScenarioRuns::report(const ReportCheckpoint& report) {
    const auto found = find(report.run);
    if (!found) return found.error();
    Run& run = runs_.at(report.run);
    if (auto known = check_checkpoint(run.scenario->steps(), run.bindings, report.name); !known)
        return known.error();
    if (run.stage != Stage::running) {
        return Error{ErrorCode::unknown_checkpoint, "expected a run that has not ended, got run " +
                                                        std::to_string(run.id) + ", which is " +
                                                        std::string(name_of(run.stage))};
    }
    if (!report.passed) {
        fail(run, {ErrorCode::verification_failed, "the test reported that checkpoint \"" + report.name +
                                                       "\" did not pass" +
                                                       (report.reason.empty() ? "" : ": " + report.reason)});
    } else if (run.awaited == report.name) {
        run.awaited.clear();
        state_.timers.set({TimerKey::Kind::run, run.id}, std::nullopt);
        pass(run, report.name);
        go_on(run);
    } else if (run.early.size() < early_reports_max) {
        ++run.early[report.name];
    } else {
        return Error{ErrorCode::overloaded, "expected at most " + std::to_string(early_reports_max) +
                                                " checkpoints that are reported before the run is there"};
    }
    return Reply{view_of(run)};
}

} // namespace chatmock::core
