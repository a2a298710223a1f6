// The measurements of one server. Each starts a new server, so that the memory and state of an earlier one
// have no effect. Returns figures by name; the name includes the unit.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace bench {

using Figures = nlohmann::json;
using Command = std::vector<std::string>;

struct CrowdSize {
    std::size_t clients = 1000;
    std::size_t injections = 100; // of one event to all
    std::size_t bursts = 3;       // of `burst_events` events to all, each in one call
    std::size_t burst_events = 100;
    std::size_t idle_ms = 0; // with the first client, before idle memory is measured
};

// Events to many WebSocket clients; also start and idle memory.
Figures measure_crowd(const Command& command, const CrowdSize& size);

// Many WebSocket clients that only answer pings.
Figures measure_heartbeats(const Command& command, std::size_t clients, std::chrono::milliseconds duration);

// Polling clients: sends an event to all as soon as all have received the last one.
Figures measure_polling(const Command& command, std::size_t clients, std::chrono::milliseconds duration);

// Control calls: the cheapest call by several callers; and injections to one client, one by one, each
// answered when it is written.
Figures measure_calls(const Command& command, std::size_t callers, std::chrono::milliseconds duration);

} // namespace bench
