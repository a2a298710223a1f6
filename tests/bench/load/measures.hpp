// What is measured of one server. Each starts a server of its own, so that none inherits the memory or the
// habits of the one before, and returns its figures by name, with the unit in the name.
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
};

// Many WebSocket clients and what is sent to all of them; start and idle memory come with it.
Figures measure_crowd(const Command& command, const CrowdSize& size);

// Many WebSocket clients that do nothing but answer pings.
Figures measure_heartbeats(const Command& command, std::size_t clients, std::chrono::milliseconds duration);

// Clients that poll: an event to all of them as soon as all have had the last.
Figures measure_polling(const Command& command, std::size_t clients, std::chrono::milliseconds duration);

// Control calls: the cheapest there is, by several callers; and injections to one client, one by one, each
// answered when it is written.
Figures measure_calls(const Command& command, std::size_t callers, std::chrono::milliseconds duration);

} // namespace bench
