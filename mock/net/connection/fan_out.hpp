// The same bytes to many connections at once.
#pragma once

#include "net/connection/senders.hpp"
#include "net/connection/server_connection.hpp"

#include <vector>

namespace chatmock::net {

// Implements PortServer::fan_out(). A connection with an empty queue gets the bytes at once. Failed
// connections end only after all others have their bytes. `senders` may be null. From its lines_min()
// deliveries on, its threads only send; the results are processed here, in the order of the deliveries.
void fan_out(const std::vector<Delivery>& deliveries, const SharedBytes& bytes, Senders* senders);

} // namespace chatmock::net
