// Control calls that wait for connections or journal entries.
#pragma once

#include "core/state/state.hpp"

#include <map>
#include <tuple>
#include <variant>

namespace chatmock::core {

class Waiting {
public:
    explicit Waiting(State& state) : state_(state) {}

    void wait(Ticket ticket, const WaitForConnections& call);
    void wait(Ticket ticket, const WaitForEntries& call);
    void wait(Ticket ticket, const FollowJournal& call);

    // Answers calls whose condition holds.
    void settle();

    // True if the ticket belongs to such a call; then answers it.
    bool give_up(Ticket ticket);

    // True if a call waits for settled connections.
    bool awaits_settlement() const;

private:
    // The part of the journal that was matched, and the result.
    struct Progress {
        std::uint64_t generation = 0;
        std::uint64_t looked_to = 0; // a seq
        std::size_t matched = 0;
    };

    struct Wait {
        std::variant<WaitForConnections, WaitForEntries, FollowJournal> what;
        Progress progress;
    };

    template <typename What>
    void take(Ticket ticket, const What& what);
    std::optional<Result<Reply>> granted(Wait& call) const;
    std::optional<Result<Reply>> granted(const WaitForConnections& call, Progress& progress) const;
    std::optional<Result<Reply>> granted(const WaitForEntries& call, Progress& progress) const;
    std::optional<Result<Reply>> granted(FollowJournal& call, Progress& progress) const;
    void look_on(const JournalMatch& match, Progress& progress) const;
    Result<Reply> missed(const WaitForConnections& call, const Progress& progress) const;
    Result<Reply> missed(const WaitForEntries& call, const Progress& progress) const;
    Result<Reply> missed(const FollowJournal& call, const Progress& progress) const;

    State& state_;
    std::map<Ticket, Wait> waits_;
    std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>
        settled_at_; // the versions at which conditions were checked last
};

} // namespace chatmock::core
