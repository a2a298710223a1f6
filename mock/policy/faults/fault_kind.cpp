#include "policy/faults/fault_kind.hpp"

#include "policy/faults/delivery_faults.hpp"

namespace chatmock::policy {

const std::vector<FaultKind>& fault_kinds() {
    static const std::vector<FaultKind> kinds = {
        {"drop", FaultPoint::delivery, read_drop},
        {"delay", FaultPoint::delivery, read_delay},
        {"duplicate", FaultPoint::delivery, read_duplicate},
        {"reorder", FaultPoint::delivery, read_reorder},
        {"truncate", FaultPoint::delivery, read_truncate},
        {"corrupt", FaultPoint::delivery, read_corrupt},
        {"disconnect", FaultPoint::delivery, read_disconnect},
        {"slow", FaultPoint::delivery, read_slow},
        {"drop_ack", FaultPoint::acknowledgement, read_drop},
        {"delay_ack", FaultPoint::acknowledgement, read_delay},
        {"duplicate_ack", FaultPoint::acknowledgement, read_duplicate},
        {"refuse_connections", FaultPoint::connection, nullptr},
        {"refuse_upgrade", FaultPoint::upgrade, nullptr},
        {"swallow_probe", FaultPoint::probe, nullptr},
        {"no_ping", FaultPoint::ping, nullptr},
        {"no_pong", FaultPoint::pong, nullptr},
    };
    return kinds;
}

} // namespace chatmock::policy
