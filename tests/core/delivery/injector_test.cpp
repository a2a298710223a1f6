#include "core/delivery/injector.hpp"

#include "core/clients/members.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

TEST_CASE("deliveries of a caller that gave up are not awaited", "[core]") {
    State state({1, shipped_catalogue(), {}, {}});
    Gate gate(state);
    NoListener no_listener;
    Members members(state, gate, no_listener);
    Faults faults(state);
    Clients clients(state, gate, members, faults);
    Disconnector disconnector(state, members, clients);
    FaultyDelivery faulty_delivery(state, clients, disconnector, faults);
    Injector injector(state, clients, faulty_delivery);
    http::Request handshake;
    handshake.method = "GET";
    http::read_target("/socket.io/?EIO=3&transport=websocket&jwt_token=alice", handshake);
    clients.upgrade(1, handshake); // and joins by itself
    for (const auto await : {Await::written, Await::acked}) {
        auto inject = inject_to("alice");
        inject.await = await;
        injector.inject(7, inject);
        // An acknowledgement, after the event was written.
        CHECK(injector.awaited() == (await == Await::acked ? 2 : 1));
        CHECK(injector.give_up(7));
        CHECK(injector.awaited() == 0);
    }
}
