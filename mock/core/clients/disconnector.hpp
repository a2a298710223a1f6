// How the mock ends a connection on request: the one place that knows what each way takes.
#pragma once

#include "core/clients/clients.hpp"
#include "policy/faults/disconnect_as.hpp"

#include <vector>

namespace chatmock::core {

class Disconnector {
public:
    Disconnector(State& state, Members& members, Clients& clients)
        : state_(state), members_(members), clients_(clients) {}

    // Afterwards the member is gone, unless `half_open` leaves it; all but `server_disconnect` take the
    // whole client, with its other members.
    void disconnect(const Member& member, policy::DisconnectAs as);

    // In the middle of what is sent to the member: of the last of the packets, which there is, only half
    // leaves. The client is gone.
    void tear(const Member& member, const std::vector<engineio::SharedPacket>& packets);

private:
    State& state_;
    Members& members_;
    Clients& clients_;
};

} // namespace chatmock::core
