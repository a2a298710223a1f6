#include "load/crowd.hpp"
#include "load/measures.hpp"
#include "load/server.hpp"
#include "load/websocket_client.hpp"

#include <nlohmann/json.hpp>

namespace bench {

Figures measure_heartbeats(const Command& command, std::size_t clients, std::chrono::milliseconds duration) {
    const Server server(command);
    Loop loop;
    Crowd<WebSocketClient> crowd(loop, server.socket_port());
    crowd.join(clients);
    const auto cpu_before = server.process().cpu();
    const auto pings = crowd.rest(duration);
    const std::chrono::duration<double, std::micro> cpu = server.process().cpu() - cpu_before;
    if (pings == 0) throw Failure("expected a ping, got none");
    Figures figures;
    figures["heartbeat_cpu_us"] = cpu.count() / static_cast<double>(pings);
    return figures;
}

} // namespace bench
