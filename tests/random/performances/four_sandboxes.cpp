#include "random/performances/four_sandboxes.hpp"

#include "random/performances/naming.hpp"
#include "random/settings.hpp"
#include "random/words.hpp"

#include <algorithm>
#include <utility>

namespace chatmock::random {

namespace {

using core::Input;

// The high bits of the number of an exchange, a channel or a call say to which sandbox it belongs.
constexpr unsigned number_bits = 40;

std::uint64_t numbers_before(std::size_t nth) { return std::uint64_t{nth + 1} << number_bits; }

std::size_t owner_of(std::uint64_t number) {
    require(number >> number_bits != 0, "effects belong to one of the four sandboxes", number);
    return static_cast<std::size_t>(number >> number_bits) - 1;
}

struct NumberOf {
    std::uint64_t operator()(const engineio::Respond& effect) const { return effect.exchange; }
    std::uint64_t operator()(const engineio::DropExchange& effect) const { return effect.exchange; }
    std::uint64_t operator()(const engineio::Broadcast& effect) const { return effect.channels.at(0); }
    template <typename OfChannel>
    std::uint64_t operator()(const OfChannel& effect) const {
        return effect.channel;
    }
};

std::string name_of(std::size_t nth) { return "w" + std::to_string(nth); }

core::SandboxesSettings settings_of(bool has_small_limits, Dice& dice,
                                    std::shared_ptr<const catalogue::Catalogue> catalogue,
                                    std::size_t count) {
    core::SandboxesSettings settings;
    settings.world.seed = dice.below(100);
    settings.world.catalogue = std::move(catalogue);
    if (has_small_limits) settings.world.limits = small_limits(core::Registry::budget_share);
    for (std::size_t nth = 0; nth < count; ++nth)
        settings.profiles.emplace(name_of(nth), std::make_shared<const policy::Profile>(some_profile(dice)));
    return settings;
}

const core::Sandbox& nth_of(const core::Sandboxes& sandboxes, std::size_t nth) {
    return sandboxes.registry().all().at(nth + 1); // after `default`
}

// A receipt or a ticket of no sandbox would not reach this world. Time that passes does.
Input for_its_world(const Input& input, std::size_t nth) {
    const auto is_its = [&](core::Ticket ticket) { return ticket >> number_bits == nth + 1; };
    const auto has_its = [&](const core::Written& written) {
        return std::any_of(written.receipts.begin(), written.receipts.end(),
                           [&](auto receipt) { return core::sandbox_of(receipt) == nth + 1; });
    };
    const auto* written = std::get_if<core::Written>(&input);
    const auto* gave_up = std::get_if<core::GaveUp>(&input);
    const auto* withdrawn = std::get_if<core::Withdrawn>(&input);
    const bool is_nobodys = (written != nullptr && !has_its(*written)) ||
                            (gave_up != nullptr && !is_its(gave_up->ticket)) ||
                            (withdrawn != nullptr && !is_its(withdrawn->ticket));
    return is_nobodys ? core::TimePassed{} : input;
}

} // namespace

const core::State& FourSandboxes::Place::state() const { return nth_of(all_.sandboxes_, nth_).world.state(); }

std::optional<Instant> FourSandboxes::Place::next_deadline() const {
    return nth_of(all_.sandboxes_, nth_).world.next_deadline();
}

core::Effects FourSandboxes::Place::apply(const Input& input, Instant machine_now) {
    return all_.apply(nth_, input, machine_now);
}

FourSandboxes::Player::Player(FourSandboxes& all, std::size_t nth)
    : place(all, nth), play(place, all.clock_, numbers_before(nth), {}, all.dice_, all.tally_) {}

FourSandboxes::FourSandboxes(bool has_small_limits, Dice& dice,
                             std::shared_ptr<const catalogue::Catalogue> catalogue, Tally& tally)
    : dice_(dice), tally_(tally), settings_(settings_of(has_small_limits, dice, std::move(catalogue), count)),
      sandboxes_(settings_) {
    for (auto& holds : holds_clock_) holds = dice.one_in(4);
    make_all(sandboxes_);
    for (std::size_t nth = 0; nth < count; ++nth) players_.push_back(std::make_unique<Player>(*this, nth));
}

void FourSandboxes::make_all(core::Sandboxes& sandboxes) const {
    for (std::size_t nth = 0; nth < count; ++nth) {
        core::SandboxRequest request;
        request.name = request.profile.emplace(name_of(nth));
        if (holds_clock_.at(nth)) request.clock = core::ClockSettings{core::ClockMode::manual, {}};
        request.expires_after = std::chrono::hours(24);
        const auto made =
            sandboxes.apply(core::SandboxCalled{nth + 1, core::MakeSandbox{request}, ""}, clock_.now);
        require(static_cast<bool>(made.answers.at(0).reply), "a sandbox is made");
    }
}

void FourSandboxes::step(bool closely) {
    const auto nth = dice_.below(count);
    players_[nth]->play.step(closely);
    tell_others(nth, closely);
}

bool FourSandboxes::has_walked() const {
    return std::all_of(players_.begin(), players_.end(),
                       [](const auto& player) { return player->play.has_walked(); });
}

std::vector<std::string> FourSandboxes::recent() const {
    constexpr std::size_t lines_max = 16;
    std::vector<std::string> words;
    for (auto i = script_.size() - std::min(script_.size(), lines_max); i < script_.size(); ++i)
        words.push_back(name_of(script_[i].player) + ": " + words_of(script_[i].input));
    return words;
}

bool FourSandboxes::is_of(const Line& line, std::size_t nth) {
    return line.player == nth || is_everyones(line.input);
}

FourSandboxes::Shares FourSandboxes::shares_of(core::Effects effects) {
    Shares shares;
    for (auto& effect : effects.wire)
        shares.at(owner_of(std::visit(NumberOf{}, effect))).wire.push_back(std::move(effect));
    for (auto& answer : effects.answers)
        shares.at(owner_of(answer.ticket)).answers.push_back(std::move(answer));
    return shares;
}

core::Effects FourSandboxes::apply(std::size_t nth, const Input& input, Instant machine_now) {
    script_.push_back({nth, for_its_world(input, nth), machine_now, {}});
    auto& line = script_.back();
    std::array<std::string, count> stances;
    for (std::size_t each = 0; each < count; ++each) stances[each] = stance_of(players_[each]->place.state());
    shares_ = shares_of(sandboxes_.apply(named(line.input, name_of(nth)), machine_now));
    for (std::size_t each = 0; each < count; ++each) {
        const auto& state = players_[each]->place.state();
        if (is_of(line, each)) {
            line.said[each] = players_[each]->statements.next(shares_[each], state);
            tally_.take(line.said[each]);
        } else {
            require(stance_of(state) == stances[each], "an input of one sandbox moves no other", each);
        }
    }
    check_default();
    return std::move(shares_[nth]);
}

void FourSandboxes::tell_others(std::size_t nth, bool closely) {
    const auto line = script_.back();
    for (std::size_t other = 0; other < count; ++other) {
        if (other != nth && is_of(line, other))
            players_[other]->play.overhear(line.input, shares_[other], line.at, closely);
    }
}

void FourSandboxes::check_default() const {
    const auto& state = sandboxes_.registry().default_one().world.state();
    require(state.connections.all().empty(), "no client of a sandbox comes to `default`");
    const auto& entries = state.journal.entries();
    require(entries.empty() || entries.back().kind == core::EntryKind::reload,
            "nothing but a reload happens to `default`");
}

void FourSandboxes::end() {
    players_[0]->play.shut_down();
    tell_others(0, true);
    for (auto& player : players_) player->play.finish();
    for (std::size_t nth = 0; nth < count; ++nth) play_alone(nth);
}

void FourSandboxes::play_alone(std::size_t nth) {
    core::Sandboxes sandboxes(settings_);
    make_all(sandboxes);
    Statements statements;
    for (std::size_t i = 0; i < script_.size(); ++i) {
        const auto& line = script_[i];
        if (!is_of(line, nth)) continue;
        const auto shares = shares_of(sandboxes.apply(named(line.input, name_of(line.player)), line.at));
        ++tally_.played_alone;
        if (statements.next(shares[nth], nth_of(sandboxes, nth).world.state()) == line.said[nth]) continue;
        const auto steps = script_.size() - 1; // the end is not a step
        script_.resize(i + 1);
        throw Interference("what sandbox " + name_of(nth) +
                               " says to the last of these, it does not say alone",
                           steps - std::min(i + 1, steps));
    }
}

} // namespace chatmock::random
