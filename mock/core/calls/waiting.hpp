// Control calls that wait for connections or journal entries, and their answers.
#pragma once

#include "core/state/state.hpp"

#include <map>
#include <tuple>
#include <variant>

namespace chatmock::core {

class Waiting {
public:
    explicit Waiting(State& state) : state_(state) {}

    void wait(Ticket ticket, const WaitForConnections& wish);
    void wait(Ticket ticket, const WaitForEntries& wish);
    void wait(Ticket ticket, const FollowJournal& wish);

    // Answers those whose wish has come true.
    void settle();

    // Whether the ticket was one of this; then it is answered.
    bool give_up(Ticket ticket);

    // Whether a call waits for connections to settle.
    bool awaits_settlement() const;

private:
    // How far a wish has looked through the journal, and what it found.
    struct Progress {
        std::uint64_t generation = 0;
        std::uint64_t looked_to = 0; // a seq
        std::size_t matched = 0;
    };

    struct Wish {
        std::variant<WaitForConnections, WaitForEntries, FollowJournal> what;
        Progress progress;
    };

    template <typename What>
    void take(Ticket ticket, const What& what);
    std::optional<Result<Reply>> granted(Wish& wish) const;
    std::optional<Result<Reply>> granted(const WaitForConnections& wish, Progress& progress) const;
    std::optional<Result<Reply>> granted(const WaitForEntries& wish, Progress& progress) const;
    std::optional<Result<Reply>> granted(FollowJournal& wish, Progress& progress) const;
    void look_on(const JournalMatch& match, Progress& progress) const;
    Result<Reply> missed(const WaitForConnections& wish, const Progress& progress) const;
    Result<Reply> missed(const WaitForEntries& wish, const Progress& progress) const;
    Result<Reply> missed(const FollowJournal& wish, const Progress& progress) const;

    State& state_;
    std::map<Ticket, Wish> wishes_;
    std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>
        settled_at_; // nothing changes without one of these
};

} // namespace chatmock::core
