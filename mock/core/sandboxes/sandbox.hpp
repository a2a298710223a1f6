// One sandbox: a world of its own, and what is known of it from outside.
#pragma once

#include "core/sandboxes/sandbox_input.hpp"
#include "core/world.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace chatmock::core {

class Journal;

// Reads along in the journal of one sandbox: it is called after each input.
using JournalReader = std::function<void(const Journal& journal)>;

struct Sandbox {
    // Its number, never used again; 0 is `default`. Receipts of its world tell it: see receipts_before().
    std::uint64_t number;
    std::string name;
    std::string profile; // its name
    ClockSettings clock;
    Milliseconds expires_after{0};
    World world;
    Instant made_at; // the machine's time, as all of these
    Instant used_at;
    std::optional<Instant> gone_by = {}; // it has ended, and is kept until then for clients yet to be told
    std::set<Ticket> tickets = {};       // of calls that wait
    std::optional<Instant> due = {};     // when it has something to do
    JournalReader reader = {};           // null where nobody reads along

    // As World::apply(); then the journal is read.
    [[nodiscard]] Effects apply(const Input& input, Instant machine_now);

    bool is_default() const { return number == 0; }
    std::size_t clients() const;
};

// The number of the last receipt before those of this sandbox, and whose receipt one is.
engineio::Receipt receipts_before(std::uint64_t sandbox_number);
std::uint64_t sandbox_of(engineio::Receipt receipt);

// Where its clients connect, without their having to name it elsewhere.
std::string socket_path_of(const Sandbox& sandbox);

// As the control API shows it.
Json sandbox_view(const Sandbox& sandbox, const std::string& control_url, Instant machine_now);

} // namespace chatmock::core
