// Ends connections on request: the only code that knows the steps of each way.
#pragma once

#include "core/clients/clients.hpp"
#include "policy/faults/disconnect_as.hpp"

#include <vector>

namespace chatmock::core {

class Disconnector {
public:
    Disconnector(State& state, Members& members, Clients& clients)
        : state_(state), members_(members), clients_(clients) {}

    // Afterwards the member is removed, except with `half_open`. All ways but `server_disconnect`
    // concern the whole client, with its other members.
    void disconnect(const Member& member, policy::DisconnectAs as);

    // Ends the connection within the packets: only half of the last one is sent. `packets` must not be empty.
    // The client is removed.
    void tear(const Member& member, const std::vector<engineio::SharedPacket>& packets);

private:
    State& state_;
    Members& members_;
    Clients& clients_;
};

} // namespace chatmock::core
