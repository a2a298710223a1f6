#include "core/limits/limits.hpp"

#include <initializer_list>

namespace chatmock::core {

Limits share_of(Limits limits, std::size_t parts) {
    for (auto* total :
         {&limits.remembered_bytes, &limits.pending_packets_bytes, &limits.backlog_bytes, &limits.held_events,
          &limits.held_bytes, &limits.visits, &limits.fault_counts, &limits.reaction_counts,
          &limits.acknowledgements_bytes, &limits.waiting_bytes, &limits.runs_bytes, &limits.installed_bytes})
        *total /= parts;
    return limits;
}

} // namespace chatmock::core
