#include "core/sandboxes/metrics.hpp"

#include "core/state/state.hpp"

namespace chatmock::core {

namespace {

void add(const Use& more, Use& use) {
    use.used += more.used;
    use.limit += more.limit;
}

void add(const Metrics& more, Metrics& metrics) {
    metrics.totals += more.totals;
    metrics.sandboxes += more.sandboxes;
    metrics.connected += more.connected;
    metrics.sessions += more.sessions;
    add(more.queued_bytes, metrics.queued_bytes);
    add(more.journal_entries, metrics.journal_entries);
    add(more.journal_bytes, metrics.journal_bytes);
    add(more.transcript_bytes, metrics.transcript_bytes);
}

} // namespace

// A clock begins with its first input; before that, it shows where it will begin.
Metrics metrics_of(const Sandbox& sandbox) {
    const auto& state = sandbox.world.state();
    const auto& journal = state.journal;
    const bool has_begun = state.clock.machine_now() != Instant();
    const auto mode = has_begun ? state.clock.mode() : sandbox.clock.mode;
    const auto beginning = mode == ClockMode::manual ? Clock::manual_start : sandbox.made_at;
    return {state.totals,
            sandbox.gone_by ? 0U : 1U,
            state.connections.members().size(),
            state.connections.all().size(),
            {state.backlog.bytes(), state.settings.limits.backlog_bytes},
            {journal.entries().size(), journal.entries_most()},
            {journal.bytes(), journal.bytes_most()},
            {state.transcript.bytes(), state.transcript.bytes_most()},
            mode == ClockMode::manual,
            has_begun ? state.now() : sandbox.clock.start.value_or(beginning)};
}

Metrics metrics_of(const Registry& registry) {
    auto metrics = metrics_of(registry.default_one());
    metrics.totals += registry.totals_of_erased();
    for (const auto& [number, sandbox] : registry.all()) {
        if (!sandbox.is_default()) add(metrics_of(sandbox), metrics);
    }
    return metrics;
}

} // namespace chatmock::core
