#include "random/settings.hpp"

#include "base/json/json.hpp"

namespace chatmock::random {

policy::Profile some_profile(Dice& dice) {
    const auto* text = dice.among({
        R"({"auth":{"rules":[{"match":{"missing":true},"outcome":{"do":"reject"}},
                             {"match":{"token":"invalid*"},"outcome":{"do":"reject"}},
                             {"match":{"expired":true},"outcome":{"do":"reject"}}]},
            "groups":{"7":["alice","bob"],"8":["carol"]}})",
        R"({"protocol":{"ping_interval_ms":300,"ping_timeout_ms":200,"upgrade_timeout_ms":400,
                        "connect_timeout_ms":500,"bare_websocket":true},
            "namespaces":["/","/custom"],
            "endpoints":[{"path":"/socket.io/"},{"path":"/engine.io/","echo":true}],
            "reactions":[{"on":"connect","namespace":"*","emit":{"event":"auth","arguments":["${auth}"]}},
                         {"on":{"event":"message"},"namespace":"*","emit":{"event":"back","arguments":"${args}"}},
                         {"on":{"event":"message-with-ack"},"namespace":"*","acknowledge":"${args}"}]})",
        R"({"protocol":{"repair_double_utf8":true},
            "groups":{"7":["alice"]},"namespaces":["/","/custom"],
            "reactions":[{"on":{"event":"hello"},"emit":{"event":"NewMessage","fixture":"live"}},
                         {"on":{"event":"typing"},"emit":{"event":"UpdatedGroup","fixture":"unknown"}}]})",
    });
    return *policy::parse_profile(*parse_json(text));
}

core::Limits small_limits(std::size_t parts) {
    core::Limits limits;
    limits.remembered_bytes = 200000 * parts;
    limits.pending_packets_bytes = 20000 * parts;
    limits.backlog_bytes = 50000 * parts;
    limits.queued_bytes = 30000;
    limits.held_events = 10 * parts;
    limits.held_bytes = 5000 * parts;
    limits.visits = 20 * parts;
    limits.fault_counts = 10 * parts;
    limits.reaction_counts = 10 * parts;
    limits.turn_deliveries = 50;
    limits.turn_bytes = 20000;
    limits.turn_steps = 10;
    limits.burst_bytes = 5000;
    limits.acknowledgements_bytes = 500 * parts;
    limits.injections = 5;
    limits.waiting_bytes = 5000 * parts;
    limits.runs_bytes = 20000 * parts;
    limits.installed_bytes = 20000 * parts;
    return limits;
}

} // namespace chatmock::random
