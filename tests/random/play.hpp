// The clients, callers and transport of one world: each step is one input, followed by all checks. Throws
// BrokenInvariant if a check fails.
#pragma once

#include "random/callers.hpp"
#include "random/commands.hpp"
#include "random/crowd.hpp"
#include "random/journal_watch.hpp"
#include "random/stage.hpp"
#include "random/tally.hpp"

#include <deque>

namespace chatmock::random {

// Tens of thousands of events to one member.
struct Floods {
    std::size_t count = 0; // still to come
    std::size_t event_bytes = 0;
};

class Play {
public:
    // Its numbers of exchanges, channels and calls continue those before.
    Play(Stage& stage, MachineClock& clock, std::uint64_t numbers_before, Floods floods, Dice& dice,
         Tally& tally);

    // Checks that visit every client run less often the more clients there are, except with `closely`.
    void step(bool closely);

    // True if the last step visited every client.
    bool has_walked() const { return steps_since_walk_ == 0; }

    // Another play has given this input to all worlds at `at`, by the machine's clock.
    void overhear(core::Input input, const core::Effects& effects, Instant at, bool closely);

    // The server shuts down; then no session is left open.
    void shut_down();
    void finish();

    // The latest inputs, in their order.
    const std::deque<core::Input>& recent() const { return recent_; }

private:
    core::Input choose();
    core::Input choose_call();
    core::Input call(core::Command command);
    core::Input flood();
    core::Input give_up();
    core::Input reload();
    core::Input pass_time();
    void change_mood();
    void begin_burst();
    bool is_late() const;
    void play(core::Input input, bool closely);
    void note(core::Input input);
    void see(const core::Effects& effects, bool closely);
    void check(const core::Effects& effects, bool closely);
    void check_time(const core::State& state);
    void tally(const core::Effects& effects);

    Dice& dice_;
    Tally& tally_;
    Stage& stage_;
    MachineClock& clock_;
    Transport transport_;
    Callers callers_;
    JournalWatch journal_;
    Crowd crowd_;
    Commands commands_;
    std::deque<core::Input> recent_;
    Instant latest_;    // the latest that the world got
    Instant world_now_; // the world's own time at that input
    Floods floods_;
    std::size_t mood_ = 0;
    std::size_t sessions_wanted_ = 0;
    std::size_t steps_to_change_ = 0;
    std::size_t steps_since_walk_ = 0;
    std::size_t held_to_come_ = 0;
    std::size_t floods_to_come_ = 0;
    std::uint64_t flooded_ = 0; // a member's join order
};

} // namespace chatmock::random
