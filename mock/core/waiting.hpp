// Control calls that wait for connections or journal entries, and their answers.
#pragma once

#include "core/state.hpp"

#include <map>
#include <variant>

namespace chatmock::core {

class Waiting {
public:
    explicit Waiting(State& state) : state_(state) {}

    void wait(Ticket ticket, const WaitForConnections& wish);
    void wait(Ticket ticket, const WaitForEntries& wish);

    // Answers those whose wish has come true.
    void settle();

    // Whether the ticket was one of this; then it is answered.
    bool give_up(Ticket ticket);

private:
    std::optional<Json> granted(const WaitForConnections& wish) const;
    std::optional<Json> granted(const WaitForEntries& wish) const;
    Error missed(const WaitForConnections& wish) const;
    Error missed(const WaitForEntries& wish) const;

    State& state_;
    std::map<Ticket, std::variant<WaitForConnections, WaitForEntries>> wishes_;
    std::uint64_t settled_seq_ = 0; // nothing changes without a journal entry
};

} // namespace chatmock::core
