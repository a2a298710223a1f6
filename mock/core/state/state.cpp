#include "core/state/state.hpp"

namespace chatmock::core {

namespace {

WorldSettings with_its_share(WorldSettings settings) {
    settings.limits = share_of(settings.limits, settings.budget_share);
    return settings;
}

} // namespace

State::State(WorldSettings settings_)
    : settings(with_its_share(std::move(settings_))), seeded(settings.seed), clock(settings.clock),
      journal(settings.budget_share, settings.first_epoch), transcript(settings),
      visits(settings.limits.visits), remembered(settings.limits.remembered_bytes),
      pending_packets(settings.limits.pending_packets_bytes), turn(settings.limits),
      last_receipt(settings.last_receipt) {}

void State::use(policy::Profile profile, ProfileOrigin origin) {
    definitions.use(std::move(profile), origin);
    transcript.forget_tokens();
}

Visit& State::visit_of(const std::string& user) {
    if (!visits.is_too_many(user)) return visits.of(user);
    Visits kept(settings.limits.visits);
    for (const auto& [ordinal, connection] : connections.all()) {
        const auto& connected = connection.identity->user;
        kept.of(connected) = visits.of(connected);
    }
    visits = std::move(kept);
    recorder.record_limit("visits", "the mock restarts the session numbers of users that are not connected");
    return visits.of(user);
}

void State::reset() {
    if (definitions.follow_files()) transcript.forget_tokens();
    counters = {};
    visits.clear();
    journal.restart();
    output.effects.memory_freed = true;
}

} // namespace chatmock::core
