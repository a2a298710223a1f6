// The limits of a world, for all its clients and calls together. docs/LIMITS.md lists each with its effect; a
// test compares the two.
#pragma once

#include <cstddef>

namespace chatmock::core {

// Memory of connected clients: tokens, claims, users, payloads of CONNECT; in bytes.
constexpr std::size_t remembered_bytes_max = 128 * 1024 * 1024;

// Clients' packets with missing attachments; in bytes.
constexpr std::size_t pending_packets_bytes_max = 256 * 1024 * 1024;

// Queued packets for polls, each once for all its clients; in bytes.
constexpr std::size_t backlog_bytes_max = 256 * 1024 * 1024;

// The queue of one client for its next poll; past it the client is disconnected.
constexpr std::size_t queued_bytes_max = 64 * 1024 * 1024;

// Events that faults hold; and their packets, each once, in bytes.
constexpr std::size_t held_events_max = 100000;
constexpr std::size_t held_bytes_max = 256 * 1024 * 1024;

// Users whose sessions are counted. Past it, counters of users that are not connected restart.
constexpr std::size_t visits_max = 500000;

// Users whose occurrences are counted, once for each fault; and once for each event, by reactions.
constexpr std::size_t fault_counts_max = 500000;
constexpr std::size_t reaction_counts_max = 500000;

// The work of one input of any kind: a call, a client's message, a timer.
constexpr std::size_t turn_deliveries_max = 1000000;
constexpr std::size_t turn_bytes_max = 128 * 1024 * 1024; // of rendered events
constexpr std::size_t turn_steps_max = 100000;            // of scenarios

// The limit of a repeating call per recipient, and of one event with filled placeholders; in bytes.
constexpr std::size_t burst_bytes_max = 32 * 1024 * 1024;

// Awaited acknowledgements; in bytes.
constexpr std::size_t acknowledgements_bytes_max = 64 * 1024 * 1024;

// Injections that wait for recipients, are held, or are not delivered yet; and the bytes of waiting ones.
constexpr std::size_t injections_max = 1000;
constexpr std::size_t waiting_bytes_max = 64 * 1024 * 1024;

// Runs of scenarios, finished ones included; in bytes.
constexpr std::size_t runs_bytes_max = 64 * 1024 * 1024;

// Parameters filled into one step; in bytes.
constexpr std::size_t filled_bytes_max = 8 * 1024 * 1024;

// Values that calls install.
constexpr std::size_t auth_rules_max = 1000;
constexpr std::size_t faults_max = 1000;
constexpr std::size_t groups_max = 10000;
constexpr std::size_t scenarios_max = 1000;
constexpr std::size_t contracts_max = 1000;
constexpr std::size_t fixtures_max = 1000;
constexpr std::size_t installed_bytes_max = 32 * 1024 * 1024; // for each of these kinds

// The limits of one world. Tests use worlds with small limits, which a few inputs reach.
struct Limits {
    std::size_t remembered_bytes = remembered_bytes_max;
    std::size_t pending_packets_bytes = pending_packets_bytes_max;
    std::size_t backlog_bytes = backlog_bytes_max;
    std::size_t queued_bytes = queued_bytes_max;
    std::size_t held_events = held_events_max;
    std::size_t held_bytes = held_bytes_max;
    std::size_t visits = visits_max;
    std::size_t fault_counts = fault_counts_max;
    std::size_t reaction_counts = reaction_counts_max;
    std::size_t turn_deliveries = turn_deliveries_max;
    std::size_t turn_bytes = turn_bytes_max;
    std::size_t turn_steps = turn_steps_max;
    std::size_t burst_bytes = burst_bytes_max;
    std::size_t acknowledgements_bytes = acknowledgements_bytes_max;
    std::size_t injections = injections_max;
    std::size_t waiting_bytes = waiting_bytes_max;
    std::size_t runs_bytes = runs_bytes_max;
    std::size_t installed_bytes = installed_bytes_max; // of each kind that calls install
};

// The limits of a world that shares memory with others. Everything that the world keeps is divided by
// `parts`. Limits of one client, one call or one input stay. So do counts of things that also have a limit in
// bytes, except held events.
Limits share_of(Limits limits, std::size_t parts);

} // namespace chatmock::core
