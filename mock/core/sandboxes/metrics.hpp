// The values that GET /metrics shows of one sandbox, or of all. Reading them changes nothing, as it is not an
// input.
#pragma once

#include "base/time.hpp"
#include "core/sandboxes/registry.hpp"

#include <cstddef>

namespace chatmock::core {

struct Use {
    std::size_t used = 0;
    std::size_t limit = 0;
};

struct Metrics {
    Totals totals;
    std::size_t sandboxes = 1; // that have not ended
    std::size_t connected = 0; // a client counts once for each of its namespaces
    std::size_t sessions = 0;
    Use queued_bytes; // packets that wait for polls
    Use journal_entries;
    Use journal_bytes;
    Use transcript_bytes;
    bool is_clock_held = false;
    Instant now; // as of its last input
};

Metrics metrics_of(const Sandbox& sandbox);

// The sums of all sandboxes; totals include those that have ended. The clock is that of `default`.
Metrics metrics_of(const Registry& registry);

} // namespace chatmock::core
