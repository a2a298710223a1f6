// Many clients of one kind, and their counts.
#pragma once

#include "load/failure.hpp"
#include "load/loop.hpp"
#include "load/tally.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace bench {

template <typename Client>
class Crowd {
public:
    // `loop` outlives it.
    Crowd(Loop& loop, int port) : loop_(loop), port_(port) {}

    // Joins `user-1` to `user-<count>`, some at a time. Returns the duration until all have joined.
    Clock::duration join(std::size_t count) {
        const auto begin = Clock::now();
        loop_.run_until(
            [&] {
                const auto begun_max = std::min(count, tally_.joined + joining_max);
                while (clients_.size() < begun_max) add();
                return tally_.joined == count;
            },
            [&] { return of(tally_.joined, count) + " clients have joined"; });
        return Clock::now() - begin;
    }

    // Returns when each client has received this number of further events.
    void receive(std::size_t events) {
        expected_ += events * clients_.size();
        loop_.run_until([&] { return tally_.events >= expected_; },
                        [&] { return of(tally_.events, expected_) + " events have come"; });
        if (tally_.events > expected_) throw Failure(of(tally_.events, expected_) + " events have come");
    }

    // Returns the number of pings that arrived and were answered in this time.
    std::uint64_t rest(Clock::duration duration) {
        const auto before = tally_.pings;
        const auto end = Clock::now() + duration;
        loop_.run_until([end] { return Clock::now() >= end; }, [] { return "the clients are resting"; });
        return tally_.pings - before;
    }

    std::size_t size() const { return clients_.size(); }
    std::size_t event_bytes() const { return tally_.event_bytes; }

private:
    // Few enough for any server's backlog, and enough to keep it busy.
    static constexpr std::size_t joining_max = 128;

    static std::string of(std::uint64_t count, std::uint64_t all) {
        return std::to_string(count) + " of " + std::to_string(all);
    }

    void add() {
        const auto user = "user-" + std::to_string(clients_.size() + 1);
        clients_.push_back(std::make_unique<Client>(loop_, port_, user, tally_));
    }

    Loop& loop_;
    int port_;
    Tally tally_;
    std::uint64_t expected_ = 0;
    std::vector<std::unique_ptr<Client>> clients_;
};

} // namespace bench
