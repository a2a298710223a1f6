// The text of GET /metrics: docs/METRICS.md lists each name.
#pragma once

#include "control/metrics/answer_counts.hpp"
#include "core/sandboxes/metrics.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::control {

// Facts that the port does not know by itself.
struct Readings {
    core::Metrics sandboxes;
    core::Use unsent_bytes;                     // of the socket port
    std::optional<std::size_t> resident_memory; // of the process, in bytes; empty if the system does not say
    Instant begun_at;                           // of the process
};

// The use of the port itself.
struct PortUse {
    const AnswerCounts& answers;
    std::size_t waiting;
    std::size_t streams;
};

struct BuildFacts {
    std::string_view version;
    std::string_view commit;
};

std::string metrics_text(const core::Metrics& sandbox);
std::string metrics_text(const Readings& readings, const PortUse& port, const BuildFacts& build);

} // namespace chatmock::control
