// The faults of deliveries: each reads its own fields, and returns its effect.
#pragma once

#include "policy/faults/fault_kind.hpp"

namespace chatmock::policy {

Strike read_drop(Fields& fields);
Strike read_delay(Fields& fields);
Strike read_duplicate(Fields& fields);
Strike read_reorder(Fields& fields);
Strike read_truncate(Fields& fields);
Strike read_corrupt(Fields& fields);
Strike read_disconnect(Fields& fields);
Strike read_slow(Fields& fields);

} // namespace chatmock::policy
