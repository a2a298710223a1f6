#include "load/measures.hpp"

#include "load/caller.hpp"
#include "load/crowd.hpp"
#include "load/server.hpp"
#include "load/units.hpp"
#include "load/websocket_client.hpp"

#include <nlohmann/json.hpp>

#include <thread>

namespace bench {

namespace {

using WebSocketCrowd = Crowd<WebSocketClient>;

// The first injections are slower, above all with a just-in-time compiler.
constexpr std::size_t warm_up_injections = 5;

// Times until the last client has each event, and the server's CPU time for all of them.
struct Series {
    std::size_t deliveries = 0;
    Clock::duration time{0};
    std::chrono::nanoseconds cpu{0};
    std::vector<double> last_ms;

    double cpu_us_a_delivery() const {
        return std::chrono::duration<double, std::micro>(cpu).count() / static_cast<double>(deliveries);
    }
    double deliveries_a_second() const { return a_second(static_cast<double>(deliveries), time); }

    // The smallest sample that at least this percentage does not exceed.
    double percentile_ms(std::size_t percent) const {
        auto sorted = last_ms;
        std::sort(sorted.begin(), sorted.end());
        return sorted.at((sorted.size() * percent + 99) / 100 - 1);
    }
};

// Makes `calls` injections of `events` events to all. The next one starts when all clients have the last
// event and the call is answered.
Series send_to_all(const Server& server, WebSocketCrowd& crowd, Caller& caller, std::size_t calls,
                   std::size_t events) {
    const std::string body = nlohmann::json{{"repeat", events}}.dump();
    Series series;
    const auto cpu_before = server.process().cpu();
    for (std::size_t i = 0; i < calls; ++i) {
        const auto begin = Clock::now();
        caller.ask("POST", "/events/NewMessage", body);
        crowd.receive(events);
        const auto taken = Clock::now() - begin;
        caller.await_answer();
        series.time += taken;
        series.last_ms.push_back(milliseconds(taken));
        series.deliveries += events * crowd.size();
    }
    series.cpu = server.process().cpu() - cpu_before;
    return series;
}

// The memory with one client that has done nothing for that time. The server is another one than that of the
// other figures: a rest slows down what follows. Its start brings the program's files into the system's
// cache.
void add_idle_memory(Figures& figures, const Command& command, std::chrono::milliseconds idle) {
    const Server server(command);
    Loop loop;
    WebSocketCrowd first(loop, server.socket_port());
    first.join(1);
    std::this_thread::sleep_for(idle);
    figures["idle_bytes"] = server.process().resident_bytes();
}

// From the start of the process until the first client has joined.
double start_ms(const Server& server) {
    Loop loop;
    WebSocketCrowd first(loop, server.socket_port());
    first.join(1);
    return milliseconds(Clock::now() - server.started());
}

void add_connecting(Figures& figures, const Server& server, WebSocketCrowd& crowd, std::size_t clients) {
    const auto resident_before = server.process().resident_bytes();
    const auto taken = crowd.join(clients);
    const auto grown =
        static_cast<double>(server.process().resident_bytes()) - static_cast<double>(resident_before);
    figures["connects_per_s"] = a_second(static_cast<double>(clients), taken);
    figures["connection_bytes"] = grown / static_cast<double>(clients);
}

} // namespace

Figures measure_crowd(const Command& command, const CrowdSize& size) {
    Figures figures;
    add_idle_memory(figures, command, std::chrono::milliseconds(size.idle_ms));
    const Server server(command);
    figures["start_ms"] = start_ms(server);

    Loop loop;
    WebSocketCrowd crowd(loop, server.socket_port());
    add_connecting(figures, server, crowd, size.clients);

    Caller caller(loop, server.control_port());
    send_to_all(server, crowd, caller, warm_up_injections, 1);
    const auto injections = send_to_all(server, crowd, caller, size.injections, 1);
    figures["injection_cpu_us"] = injections.cpu_us_a_delivery();
    figures["injection_deliveries_per_s"] = injections.deliveries_a_second();
    figures["injection_last_p50_ms"] = injections.percentile_ms(50);
    figures["injection_last_p99_ms"] = injections.percentile_ms(99);

    const auto bursts = send_to_all(server, crowd, caller, size.bursts, size.burst_events);
    figures["burst_cpu_us"] = bursts.cpu_us_a_delivery();
    figures["burst_deliveries_per_s"] = bursts.deliveries_a_second();
    figures["event_bytes"] = crowd.event_bytes();
    return figures;
}

} // namespace bench
