// Random calls of the control API: every command, with all its options.
#pragma once

#include "core/state/state.hpp"
#include "random/dice.hpp"

namespace chatmock::random {

class Commands {
public:
    Commands(Dice& dice, const core::State& state) : dice_(dice), state_(state) {}

    core::Command any();

    core::Inject injection();

    // An injection with a long delay to a user that may not be connected: many of them are cheap.
    core::Inject held_injection();

    // As many events as one call may send, to one member.
    core::Inject flood(const core::Member& member, std::size_t bytes);

    // Makes it wait until its user has another connection.
    void ask_for_another(core::Inject& inject, const core::Member& member) const;

private:
    core::Command timing();
    core::Command looking();
    core::Command changing();
    core::Command fault_call();
    core::Command file_call();
    core::Command scenario_call();
    core::Command undoing();
    policy::Target target();
    core::JournalMatch match();
    policy::AuthRule rule();
    std::string event();
    std::string fixture(const std::string& event);
    std::string namespace_name();
    void choose_payload(core::Inject& inject);
    bool may_read_journal();

    Dice& dice_;
    const core::State& state_;
};

} // namespace chatmock::random
