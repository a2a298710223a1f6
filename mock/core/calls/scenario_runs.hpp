// Runs of scenarios: each performs its steps in sequence, on the world's clock. A step is performed like a
// control call.
#pragma once

#include "core/input/scenario.hpp"
#include "core/input/scenario_step.hpp"
#include "core/state/state.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chatmock::core {

// The world, for its own parts that make calls. Answers come back through
// TurnOutput::take_inner_answers().
class Askable {
public:
    virtual ~Askable() = default;
    virtual void ask(Ticket ticket, const Command& command) = 0;
    virtual void give_up(Ticket ticket) = 0;
};

class ScenarioRuns {
public:
    ScenarioRuns(State& state, Askable& world) : state_(state), world_(world) {}

    void start(Ticket ticket, const RunScenario& call);
    void wait(Ticket ticket, const WaitForRun& call);
    Result<Reply> stop(const StopRun& call);
    Result<Reply> view(const GetRun& call) const;

    // Continues the run, or fails it. A report that a checkpoint passed is kept until the run reaches it.
    Result<Reply> report(const ReportCheckpoint& report);
    Json views() const;

    // True if the ticket belongs to a run; then answers it. The run continues.
    bool give_up(Ticket ticket);

    // True if the ticket belongs to a run; then forgets it. Stops the run if the ticket started it and waits.
    bool withdraw(Ticket ticket);

    // A pause, or the patience of a call or a checkpoint, has ended.
    void fire(std::uint64_t id);

    // Continues the runs whose calls were answered; false if there were none.
    bool settle();

    // Removes all runs; answers their callers.
    void reset();

private:
    enum class Stage { running, passed, failed, stopped };

    // A position in a list of steps; the innermost is last.
    struct Frame {
        const Json* steps;
        std::string at;
        std::size_t times = 1;
        std::size_t round = 1;
        std::size_t next = 0;
    };

    struct Run {
        std::uint64_t id = 0;
        std::shared_ptr<const Scenario> scenario;
        Bindings bindings;
        Stage stage = Stage::running;
        std::vector<std::string> users; // of the target's sids or group, at the run's start
        Instant began;
        Instant ended;
        std::uint64_t began_after = 0; // seq of the journal's last entry at the start
        std::uint64_t acted_after = 0; // seq before the last step that changed something
        std::vector<Frame> frames;
        std::size_t taken = 0; // number of steps
        std::size_t bytes = 0; // memory of the run
        std::string at;        // pointer of the last step
        std::string verb;
        std::string name;                         // the step's name, for people
        std::map<std::string, std::string> saves; // the values that the step saves; see Step
        Json saved = Json::object();              // values of sent events, by name
        std::optional<Ticket> asked;              // the step's call to the world
        bool pauses = false;
        std::string awaited; // the checkpoint that it waits for; empty if it waits for no checkpoint
        std::map<std::string, std::size_t> early; // reports of checkpoints that it has not reached yet
        Json checkpoints = Json::array();         // those that the test reported as passed
        std::optional<Error> error;
        std::optional<Ticket> starter; // if it waits for the end
        std::vector<Ticket> waiting;   // for the end, with the starter
    };

    Result<const Run*> find(std::uint64_t id) const;
    void go_on(Run& run);
    bool take_step(Run& run);
    bool leave_frame(Run& run);
    Bindings bindings_of(const Run& run) const;
    void take(Run& run, const Json& source, Ask ask);
    void take(Run& run, const Json& source, const Pause& pause);
    void take(Run& run, const Json& source, const Repeat& repeat);
    void take(Run& run, const Json& source, const Checkpoint& checkpoint);
    void pass(Run& run, const std::string& checkpoint);
    void aim(Command& command, const Run& run) const;
    void answered(Run& run, const Result<Reply>& reply);
    Result<void> save(Run& run, const Reply& reply);
    void fail(Run& run, Error error);
    void end(Run& run, Stage stage);
    void record(const Run& run, std::string_view what, const Json& details = Json::object());
    Result<Reply> outcome_of(const Run& run) const;
    static Json view_of(const Run& run);
    static std::string proof_of(const Run& run);
    static std::string_view name_of(Stage stage);
    static std::string place_of(const Run& run);
    static Json step_of(const Run& run);
    bool make_room_for(std::size_t bytes);
    void forget_oldest();

    State& state_;
    Askable& world_;
    std::map<std::uint64_t, Run> runs_;
    std::map<Ticket, std::uint64_t> asked_; // calls to the world, by ticket: the run's id
    std::uint64_t last_id_ = 0;
    Ticket last_ticket_ = first_inner_ticket;
};

} // namespace chatmock::core
