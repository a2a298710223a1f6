// Scenarios that run: each takes its steps one after the other, on the world's clock, and what it does goes
// the way of every other call.
#pragma once

#include "core/input/scenario.hpp"
#include "core/input/step.hpp"
#include "core/state/state.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chatmock::core {

// The world, for those in it who ask it something. Answers come as State::inner_answers.
class Askable {
public:
    virtual ~Askable() = default;
    virtual void ask(Ticket ticket, const Command& command) = 0;
    virtual void give_up(Ticket ticket) = 0;
};

class Runs {
public:
    Runs(State& state, Askable& world) : state_(state), world_(world) {}

    void start(Ticket ticket, const RunScenario& wish);
    void wait(Ticket ticket, const WaitForRun& wish);
    Result<Reply> stop(const StopRun& wish);
    Result<Reply> view(const GetRun& wish) const;

    // The run goes on, or fails. A report that comes before its run is there waits for it.
    Result<Reply> report(const ReportCheckpoint& report);
    Json views() const;

    // Whether the ticket was one of this; then it is answered. The run goes on.
    bool give_up(Ticket ticket);

    // Whether the ticket was one of this; then it is forgotten. A run whose end it asked for is stopped.
    bool withdraw(Ticket ticket);

    // A pause is over, or patience with a call or a checkpoint has ended.
    void fire(std::uint64_t id);

    // Goes on with those that were answered; whether there were any.
    bool settle();

    // Forgets all; who waits is told.
    void reset();

private:
    enum class Stage { running, passed, failed, stopped };

    // Where in which steps it is; the innermost last.
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
        std::vector<std::string> users; // of the sids or the group that it is for, when it began
        Instant began;
        Instant ended;
        std::uint64_t began_after = 0; // the journal's last entry
        std::uint64_t acted_after = 0; // before the last step that did something
        std::vector<Frame> frames;
        std::size_t taken = 0; // steps
        std::size_t bytes = 0; // that it takes to remember it
        std::string at;        // the last step
        std::string verb;
        std::string name;            // the step's, for its readers
        std::optional<Ticket> asked; // of the world
        bool pauses = false;
        std::string awaited; // the checkpoint that it waits for; empty where it waits for none
        std::map<std::string, std::size_t> early; // reports of checkpoints where it has not come yet
        Json checkpoints = Json::array();         // that the test reported as passed
        std::optional<Error> error;
        std::optional<Ticket> starter; // where it asked for the end
        std::vector<Ticket> waiting;   // for the end, the starter included
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
    std::map<Ticket, std::uint64_t> asked_; // of the world, by which run
    std::uint64_t last_id_ = 0;
    Ticket last_ticket_ = first_inner_ticket;
};

} // namespace chatmock::core
