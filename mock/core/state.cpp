#include "core/state.hpp"

namespace chatmock::core {

State::State(WorldSettings settings_)
    : settings(std::move(settings_)), seeded(settings.seed), rules(settings.profile.rules),
      groups(settings.profile.groups) {}

std::uint64_t State::record(Entry entry) {
    entry.at = now;
    return journal.append(std::move(entry));
}

void State::answer(Ticket ticket, Result<Reply> reply) {
    effects.answers.push_back(Answer{ticket, std::move(reply)});
}

} // namespace chatmock::core
