#include "random/performances/one_world.hpp"

#include "random/settings.hpp"
#include "random/words.hpp"

#include <utility>

namespace chatmock::random {

namespace {

// Every third world has small limits.
core::WorldSettings settings_of(std::uint64_t nth, Dice& dice,
                                std::shared_ptr<const catalogue::Catalogue> catalogue) {
    core::WorldSettings settings{dice.below(100), std::move(catalogue), some_profile(dice), {}};
    if (nth % 3 == 0) settings.limits = small_limits();
    return settings;
}

// The small events fill the journal with entries, the large ones journal and queues with bytes.
Floods floods_of(std::uint64_t nth) {
    if (nth % 10 == 2) return {6, 10};
    if (nth % 10 == 4) return {3, 3000};
    return {};
}

} // namespace

OneWorld::OneWorld(std::uint64_t nth, Dice& dice, std::shared_ptr<const catalogue::Catalogue> catalogue,
                   Tally& tally)
    : world_(settings_of(nth, dice, std::move(catalogue))), tally_(tally),
      play_(*this, clock_, 0, floods_of(nth), dice, tally) {}

core::Effects OneWorld::apply(const core::Input& input, Instant machine_now) {
    auto effects = world_.apply(input, machine_now);
    tally_.take(statements_.next(effects, world_.state()));
    return effects;
}

void OneWorld::end() {
    play_.shut_down();
    play_.finish();
}

std::vector<std::string> OneWorld::recent() const {
    std::vector<std::string> words;
    for (const auto& input : play_.recent()) words.push_back(words_of(input));
    return words;
}

} // namespace chatmock::random
