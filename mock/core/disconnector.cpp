#include "core/disconnector.hpp"

namespace chatmock::core {

using policy::DisconnectAs;

void Disconnector::disconnect(const Member& member, DisconnectAs as) {
    switch (as) {
        case DisconnectAs::server_disconnect: return members_.disconnect(member);
        case DisconnectAs::transport_close:
            return clients_.close(member.connection, engineio::close_reason::forced_close);
    }
}

} // namespace chatmock::core
