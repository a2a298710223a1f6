// One sandbox: its own world, and its data for the control API.
#pragma once

#include "core/sandboxes/sandbox_input.hpp"
#include "core/world.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock::core {

class Journal;

// Reads the journal of one sandbox; called after each input.
using JournalReader = std::function<void(const Journal& journal)>;

struct Sandbox {
    // Its number, never used again; 0 is `default`. Its world's receipts contain it: see receipts_before().
    std::uint64_t number;
    std::string name;
    std::string profile; // its name
    ClockSettings clock;
    Milliseconds expires_after{0};
    World world;
    Instant made_at; // in the machine's time, like all of these
    Instant used_at;
    std::optional<Instant> gone_by = {}; // set once it has ended: the latest time of its removal
    std::optional<Instant> due = {};     // the next time with work to do
    JournalReader reader = {};           // null if its journal has no reader

    // Calls World::apply(), then the reader.
    [[nodiscard]] Effects apply(const Input& input, Instant machine_now);

    bool is_default() const { return number == 0; }

    // True if an ended sandbox had its name.
    bool is_made_anew() const;

    std::size_t clients() const;
};

// The number of the last receipt before those of this sandbox, and the sandbox of a receipt.
engineio::Receipt receipts_before(std::uint64_t sandbox_number);
std::uint64_t sandbox_of(engineio::Receipt receipt);

// The path for the clients of a sandbox, which need not name it elsewhere.
std::string socket_path_of(std::string_view name, const policy::Profile& profile);

// The JSON of the control API.
Json sandbox_view(const Sandbox& sandbox, const std::string& control_url, Instant machine_now);

} // namespace chatmock::core
