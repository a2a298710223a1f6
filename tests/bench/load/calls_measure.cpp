#include "load/measures.hpp"

#include "load/caller.hpp"
#include "load/crowd.hpp"
#include "load/server.hpp"
#include "load/units.hpp"
#include "load/websocket_client.hpp"

#include <nlohmann/json.hpp>

#include <deque>

namespace bench {

namespace {

double cheapest_calls_per_s(Loop& loop, const Server& server, std::size_t callers,
                            std::chrono::milliseconds duration) {
    std::deque<Caller> all; // they do not move
    for (std::size_t i = 0; i < callers; ++i) all.emplace_back(loop, server.control_port());
    std::size_t calls = 0;
    const auto begin = Clock::now();
    loop.run_until(
        [&] {
            for (auto& caller : all) {
                if (caller.is_waiting()) continue;
                caller.ask("GET", "/healthz");
                ++calls;
            }
            return Clock::now() >= begin + duration;
        },
        [] { return "the callers are still calling"; });
    for (auto& caller : all) caller.await_answer();
    return a_second(static_cast<double>(calls), Clock::now() - begin);
}

double written_injections_per_s(Loop& loop, const Server& server, Crowd<WebSocketClient>& crowd,
                                std::chrono::milliseconds duration) {
    const std::string body = R"({"to":{"user":"user-1"},"await":"written"})";
    Caller caller(loop, server.control_port());
    std::size_t calls = 0;
    const auto begin = Clock::now();
    while (Clock::now() < begin + duration) {
        caller.ask("POST", "/events/NewMessage", body);
        caller.await_answer();
        crowd.receive(1);
        ++calls;
    }
    return a_second(static_cast<double>(calls), Clock::now() - begin);
}

} // namespace

Figures measure_calls(const Command& command, std::size_t callers, std::chrono::milliseconds duration) {
    const Server server(command);
    Loop loop;
    Crowd<WebSocketClient> crowd(loop, server.socket_port());
    crowd.join(1);
    Figures figures;
    figures["calls_per_s"] = cheapest_calls_per_s(loop, server, callers, duration);
    figures["written_per_s"] = written_injections_per_s(loop, server, crowd, duration);
    figures["event_bytes"] = crowd.event_bytes();
    return figures;
}

} // namespace bench
