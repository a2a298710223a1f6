#include "load/measures.hpp"

#include "load/caller.hpp"
#include "load/crowd.hpp"
#include "load/polling_client.hpp"
#include "load/server.hpp"
#include "load/units.hpp"

#include <nlohmann/json.hpp>

namespace bench {

Figures measure_polling(const Command& command, std::size_t clients, std::chrono::milliseconds duration) {
    const Server server(command);
    Loop loop;
    Crowd<PollingClient> crowd(loop, server.socket_port());
    crowd.join(clients);
    Caller caller(loop, server.control_port());

    std::size_t round_trips = 0;
    const auto begin = Clock::now();
    while (Clock::now() < begin + duration) {
        caller.ask("POST", "/events/NewMessage");
        crowd.receive(1);
        caller.await_answer();
        round_trips += clients;
    }
    const auto taken = Clock::now() - begin;
    return {{"polling_per_s", a_second(static_cast<double>(round_trips), taken)},
            {"event_bytes", crowd.event_bytes()}};
}

} // namespace bench
