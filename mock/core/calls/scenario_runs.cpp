#include "core/calls/scenario_runs.hpp"

#include "base/json/json_memory.hpp"
#include "base/json/json_place.hpp"
#include "base/json/json_text.hpp"
#include "base/text/nearest.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

constexpr std::size_t running_max = 20;
constexpr std::size_t kept_max = 100; // finished runs
constexpr std::size_t saved_bytes_max = 64 * 1024;

// The defaults, overridden by the given values.
Result<Json> parameters_with(const Json& defaults, const Json& given) {
    Json parameters = defaults;
    std::vector<std::string> names;
    for (const auto& [name, value] : defaults.items()) names.push_back(name);
    for (const auto& [name, value] : given.items()) {
        if (!defaults.contains(name)) {
            return Error{ErrorCode::unknown_field, unknown_name_message("parameter", name, names),
                         pointer_to("/parameters", name)};
        }
        parameters[name] = value;
    }
    return parameters;
}

Error too_many_at_once(std::size_t steps_max) {
    return {ErrorCode::overloaded, "expected at most " + std::to_string(steps_max) +
                                       " steps of all scenarios without a pause between them"};
}

// Limits a step's command to entries after `seq`.
void look_after(Command& command, std::uint64_t seq) {
    const auto mark = [seq](JournalMatch& match) { match.after = std::max(match.after, seq); };
    if (auto* wait = std::get_if<WaitForEntries>(&command)) mark(wait->match);
    if (auto* verify = std::get_if<VerifyJournal>(&command)) mark(verify->match);
}

// The target of a step's entries; null if the step has no target.
std::optional<policy::Target>* about_in(Command& command) {
    if (auto* wait = std::get_if<WaitForEntries>(&command)) return &wait->match.about;
    if (auto* verify = std::get_if<VerifyJournal>(&command)) return &verify->match.about;
    return nullptr;
}

// Remembers users, as a client that reconnects has another sid, and groups may change.
std::vector<std::string> users_of(const Json& to, const State& state) {
    const auto target = policy::parse_target(to, "/to");
    if (!target) return {};
    const auto concern = state.recorder.concern_of(*target);
    return {concern->users.begin(), concern->users.end()};
}

} // namespace

void ScenarioRuns::start(Ticket ticket, const RunScenario& call) {
    const auto refuse = [&](Error error) { state_.output.answer(ticket, std::move(error)); };
    const auto found = find_scenario(state_.definitions.scenarios, call.name);
    if (!found) return refuse(found.error());
    const Scenario& scenario = **found;
    const auto running = std::count_if(runs_.begin(), runs_.end(),
                                       [](const auto& each) { return each.second.stage == Stage::running; });
    if (static_cast<std::size_t>(running) >= running_max) {
        return refuse({ErrorCode::overloaded,
                       "expected at most " + std::to_string(running_max) + " runs at a time, got one more"});
    }
    auto parameters = parameters_with(scenario.parameters(), call.bindings.parameters);
    if (!parameters) return refuse(parameters.error());
    const Bindings bindings{std::move(*parameters), call.bindings.to};
    if (auto checked = check_steps(scenario, bindings, state_.catalogue()); !checked)
        return refuse(checked.error());

    const auto bytes = memory_of(scenario.source()) + memory_of(bindings.parameters);
    if (!make_room_for(bytes)) {
        return refuse({ErrorCode::overloaded, "expected runs of at most " +
                                                  std::to_string(state_.settings.limits.runs_bytes) +
                                                  " bytes in all, got more"});
    }

    const auto id = ++last_id_;
    Run& run = runs_[id];
    run.bytes = bytes;
    run.id = id;
    run.scenario = std::make_shared<const Scenario>(scenario);
    run.bindings = bindings;
    run.began = state_.now();
    run.frames.push_back({&run.scenario->steps(), "/steps"});
    run.users = users_of(bindings.to, state_);
    record(run, "started", {{"to", bindings.to}, {"parameters", in_short(bindings.parameters)}});
    run.began_after = run.acted_after = state_.journal.last_seq();
    if (call.await_end) {
        run.starter = ticket;
        run.waiting.push_back(ticket);
    }
    go_on(run);
    if (!call.await_end) state_.output.answer(ticket, Reply{view_of(run), 202});
    forget_oldest();
}

void ScenarioRuns::go_on(Run& run) {
    while (run.stage == Stage::running && !run.asked && !run.pauses && run.awaited.empty()) {
        if (!take_step(run)) end(run, Stage::passed);
    }
}

// False if the run has no more steps.
bool ScenarioRuns::take_step(Run& run) {
    while (!run.frames.empty() && run.frames.back().next >= run.frames.back().steps->size()) {
        if (!leave_frame(run)) return false;
    }
    if (run.frames.empty()) return false;
    Frame& frame = run.frames.back();
    const Json& source = (*frame.steps)[frame.next];
    run.at = pointer_to(frame.at, frame.next++);
    if (!state_.turn.steps.take(1)) {
        fail(run, too_many_at_once(state_.settings.limits.turn_steps));
        return true;
    }
    ++run.taken;
    const auto step = parse_step(source, run.at, bindings_of(run), state_.catalogue());
    if (!step) {
        fail(run, step.error());
        return true;
    }
    run.verb = step->verb;
    run.name = step->name;
    run.saves = step->saves;
    record(run, "step", step_of(run));
    std::visit([&](const auto& what) { take(run, source, what); }, step->what);
    return true;
}

// Enters the next round, or leaves for the outer steps; false if none are left.
bool ScenarioRuns::leave_frame(Run& run) {
    Frame& frame = run.frames.back();
    if (frame.round < frame.times) {
        ++frame.round;
        frame.next = 0;
        return true;
    }
    run.frames.pop_back();
    return !run.frames.empty();
}

Bindings ScenarioRuns::bindings_of(const Run& run) const {
    Bindings bindings = run.bindings;
    for (const auto& [name, value] : run.saved.items()) bindings.parameters[name] = value;
    if (run.frames.size() > 1) bindings.parameters[std::string(round_parameter)] = run.frames.back().round;
    return bindings;
}

void ScenarioRuns::take(Run& run, const Json&, Ask ask) {
    if (ask.acts) run.acted_after = state_.journal.last_seq();
    aim(ask.command, run);
    look_after(ask.command, ask.since == Since::run ? run.began_after : run.acted_after);
    const auto ticket = ++last_ticket_;
    run.asked = ticket;
    asked_[ticket] = run.id;
    if (ask.patience) state_.timers.set({TimerKey::Kind::run, run.id}, state_.now() + *ask.patience);
    world_.ask(ticket, ask.command);
}

void ScenarioRuns::take(Run& run, const Json&, const Pause& pause) {
    run.acted_after = state_.journal.last_seq();
    run.pauses = pause.duration.count() > 0;
    if (run.pauses) state_.timers.set({TimerKey::Kind::run, run.id}, state_.now() + pause.duration);
}

void ScenarioRuns::take(Run& run, const Json& source, const Repeat& repeat) {
    const Json* steps = steps_of(source);
    if (repeat.times == 0 || steps->empty()) return;
    run.frames.push_back({steps, run.at + "/repeat/steps", repeat.times});
}

// Only entries about the run's target count.
void ScenarioRuns::aim(Command& command, const Run& run) const {
    using Kind = policy::Target::Kind;
    auto* about = about_in(command);
    if (about == nullptr || !*about) return;
    auto& target = **about;
    if (target.is_everyone()) {
        about->reset();
    } else if (target.kind == Kind::sids || target.kind == Kind::group) {
        const bool is_of_run = policy::to_json(target) == run.bindings.to;
        target.names = is_of_run ? run.users : users_of(policy::to_json(target), state_);
        target.kind = Kind::users;
        target.except = nullptr; // those users are left out already
    }
}

void ScenarioRuns::fire(std::uint64_t id) {
    const auto found = runs_.find(id);
    if (found == runs_.end() || found->second.stage != Stage::running) return;
    Run& run = found->second;
    if (run.asked) {
        world_.give_up(*run.asked);
    } else if (!run.awaited.empty()) {
        fail(run, {ErrorCode::timed_out, "expected a report of checkpoint \"" + run.awaited +
                                             "\", got none in time: POST /runs/" + std::to_string(run.id) +
                                             "/checkpoints/" + run.awaited + " {\"passed\":true}"});
    } else {
        run.pauses = false;
        go_on(run);
    }
}

bool ScenarioRuns::settle() {
    if (!state_.output.has_inner_answers()) return false;
    for (const auto& answer : state_.output.take_inner_answers()) {
        const auto asked = asked_.find(answer.ticket);
        if (asked == asked_.end()) continue; // the run was stopped meanwhile
        const auto found = runs_.find(asked->second);
        asked_.erase(asked);
        if (found != runs_.end()) answered(found->second, answer.reply);
    }
    return true;
}

void ScenarioRuns::answered(Run& run, const Result<Reply>& reply) {
    run.asked.reset();
    state_.timers.set({TimerKey::Kind::run, run.id}, std::nullopt);
    const auto saved = reply ? save(run, *reply) : reply.error();
    if (!saved) fail(run, saved.error());
    else go_on(run);
}

// Saves values of the last event that the step sent, as the journal has it.
Result<void> ScenarioRuns::save(Run& run, const Reply& reply) {
    if (run.saves.empty()) return {};
    const Json body = body_of(reply);
    const auto seq = body.value("last_seq", body.value("seq", std::uint64_t{0}));
    const auto entry = state_.journal.find(seq);
    if (!entry || !entry->data) {
        return Error{ErrorCode::invalid_value,
                     "expected an event that is sent before the step ends, got one that is held",
                     run.at + "/save"};
    }
    const Json payload = read_back(*entry->data);
    for (const auto& [name, pointer] : run.saves) {
        auto value = value_at(payload, pointer);
        if (!value) {
            value.error().at = pointer_to(run.at + "/save", name);
            return value.error();
        }
        run.saved[name] = std::move(*value);
    }
    if (const auto bytes = memory_of(run.saved); bytes > saved_bytes_max) {
        return Error{ErrorCode::invalid_value,
                     "expected at most " + std::to_string(saved_bytes_max) + " bytes of saved values, got " +
                         std::to_string(bytes),
                     run.at + "/save"};
    }
    record(run, "saved", {{"saved", in_short(run.saved)}});
    return {};
}

void ScenarioRuns::fail(Run& run, Error error) {
    run.error = std::move(error);
    end(run, Stage::failed);
}

void ScenarioRuns::end(Run& run, Stage stage) {
    run.stage = stage;
    run.ended = state_.now();
    run.pauses = false;
    run.awaited.clear();
    run.early.clear();
    run.frames.clear();
    if (const auto asked = std::exchange(run.asked, std::nullopt)) {
        asked_.erase(*asked);
        world_.give_up(*asked);
    }
    state_.timers.set({TimerKey::Kind::run, run.id}, std::nullopt);
    Json details = Json::object();
    if (run.error) {
        details = step_of(run);
        details["message"] = run.error->message;
    }
    record(run, name_of(stage), details);
    for (const auto ticket : std::exchange(run.waiting, {})) state_.output.answer(ticket, outcome_of(run));
}

void ScenarioRuns::wait(Ticket ticket, const WaitForRun& call) {
    const auto run = find(call.id);
    if (!run) state_.output.answer(ticket, run.error());
    else if ((*run)->stage == Stage::running) runs_.at(call.id).waiting.push_back(ticket);
    else state_.output.answer(ticket, outcome_of(**run));
}

bool ScenarioRuns::give_up(Ticket ticket) {
    for (auto& [id, run] : runs_) {
        const auto found = std::find(run.waiting.begin(), run.waiting.end(), ticket);
        if (found == run.waiting.end()) continue;
        run.waiting.erase(found);
        state_.output.answer(ticket, Error{ErrorCode::timed_out, "run " + std::to_string(id) +
                                                                     " goes on: it is at " + place_of(run)});
        return true;
    }
    return false;
}

bool ScenarioRuns::withdraw(Ticket ticket) {
    for (auto& [id, run] : runs_) {
        const auto found = std::find(run.waiting.begin(), run.waiting.end(), ticket);
        if (found == run.waiting.end()) continue;
        run.waiting.erase(found);
        if (run.starter == ticket) end(run, Stage::stopped);
        return true;
    }
    return false;
}

Result<Reply> ScenarioRuns::stop(const StopRun& call) {
    const auto run = find(call.id);
    if (!run) return run.error();
    if ((*run)->stage == Stage::running) end(runs_.at(call.id), Stage::stopped);
    return Reply{view_of(**run)};
}

Result<const ScenarioRuns::Run*> ScenarioRuns::find(std::uint64_t id) const {
    const auto found = runs_.find(id);
    if (found != runs_.end()) return &found->second;
    std::vector<std::string> ids;
    for (const auto& [known, run] : runs_) ids.push_back(std::to_string(known));
    return Error{ErrorCode::unknown_run, unknown_name_message("run", std::to_string(id), ids)};
}

Result<Reply> ScenarioRuns::view(const GetRun& call) const {
    const auto run = find(call.id);
    if (!run) return run.error();
    return Reply{view_of(**run)};
}

Json ScenarioRuns::views() const {
    Json list = Json::array();
    for (const auto& [id, run] : runs_) list.push_back(view_of(run));
    return list;
}

// Removes finished runs, the oldest first, until there is room.
bool ScenarioRuns::make_room_for(std::size_t bytes) {
    for (const auto& [id, run] : runs_) bytes += run.bytes;
    for (auto next = runs_.begin(); next != runs_.end() && bytes > state_.settings.limits.runs_bytes;) {
        const bool goes = next->second.stage != Stage::running;
        if (goes) bytes -= next->second.bytes;
        next = goes ? runs_.erase(next) : std::next(next);
    }
    return bytes <= state_.settings.limits.runs_bytes;
}

void ScenarioRuns::forget_oldest() {
    auto over = static_cast<std::size_t>(std::count_if(
        runs_.begin(), runs_.end(), [](const auto& each) { return each.second.stage != Stage::running; }));
    for (auto next = runs_.begin(); next != runs_.end() && over > kept_max;) {
        const bool goes = next->second.stage != Stage::running;
        if (goes) --over;
        next = goes ? runs_.erase(next) : std::next(next);
    }
}

void ScenarioRuns::reset() {
    for (auto& [id, run] : runs_) {
        if (run.stage == Stage::running) end(run, Stage::stopped);
    }
    runs_.clear();
    asked_.clear();
    last_id_ = 0;
}

} // namespace chatmock::core
