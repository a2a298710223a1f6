// How the mock ends a connection on request: the one place that knows what each way takes.
#pragma once

#include "core/clients.hpp"
#include "policy/disconnect_as.hpp"

namespace chatmock::core {

class Disconnector {
public:
    Disconnector(Members& members, Clients& clients) : members_(members), clients_(clients) {}

    // The member is gone afterwards; all but `server_disconnect` end its client's session, and with it the
    // client's other members.
    void disconnect(const Member& member, policy::DisconnectAs as);

private:
    Members& members_;
    Clients& clients_;
};

} // namespace chatmock::core
