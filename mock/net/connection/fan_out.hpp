// The same bytes to many connections at once.
#pragma once

#include "net/connection/senders.hpp"
#include "net/connection/server_connection.hpp"

#include <vector>

namespace chatmock::net {

// See PortServer::fan_out(). Sends at once where nothing waits before it. Failed connections end only after
// all have their bytes. `senders` send to a large crowd, if there are some; what follows is decided here, in
// order.
void fan_out(const std::vector<Delivery>& deliveries, const SharedBytes& bytes, Senders* senders);

} // namespace chatmock::net
