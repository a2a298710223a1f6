#include "random/play.hpp"

#include "base/invariant.hpp"
#include "core/state/invariants.hpp"
#include "random/settings.hpp"
#include "random/words.hpp"

namespace chatmock::random {

namespace {

using core::Input;

constexpr std::size_t recent_max = 16;
constexpr std::size_t callers_max = 20; // of waiting callers; above it some give up

// The kinds of inputs: a session, a client's action, a wrong action, a loss, a receipt, time, a call, a
// caller that gives up.
enum Next { opening, behaving, misbehaving, losing, writing, passing, calling, giving_up };

std::size_t next_in(std::size_t mood, Dice& dice) {
    switch (mood) {
        case 0: return dice.weighted({2, 74, 1, 1, 6, 8, 6, 2});    // calm
        case 1: return dice.weighted({5, 60, 8, 4, 5, 8, 8, 2});    // rough
        case 2: return dice.weighted({2, 58, 1, 1, 12, 6, 14, 6});  // busy with calls
        default: return dice.weighted({12, 46, 2, 5, 5, 21, 6, 3}); // long, with many joins and leaves
    }
}

bool polls(const core::Member& member) {
    return member.connection->session.transport() == engineio::Transport::polling;
}

} // namespace

Play::Play(Stage& stage, MachineClock& clock, std::uint64_t numbers_before, Floods floods, Dice& dice,
           Tally& tally)
    : dice_(dice), tally_(tally), stage_(stage), clock_(clock), transport_(numbers_before),
      callers_(numbers_before), crowd_(dice, stage.state(), transport_), commands_(dice, stage.state()),
      latest_(clock.latest), floods_(floods) {}

void Play::step(bool closely) {
    auto input = choose();
    // The transport loses nothing while the world is about to send on it.
    const bool loses =
        std::holds_alternative<core::ChannelLost>(input) || std::holds_alternative<core::ExchangeLost>(input);
    if (loses && is_late()) input = core::TimePassed{};
    play(std::move(input), closely);
}

void Play::overhear(Input input, const core::Effects& effects, Instant at, bool closely) {
    note(std::move(input));
    latest_ = std::max(latest_, at);
    see(effects, closely);
}

void Play::shut_down() { play(core::ShutDown{}, true); }

void Play::finish() {
    for (const auto& [ordinal, connection] : stage_.state().connections.all()) {
        require(!connection.session.is_open(), "a server that shuts down leaves no session open", ordinal);
    }
    for (const auto& [status, count] : callers_.answered()) tally_.answers[status] += count;
    for (const auto& [limit, generation] : stage_.state().recorder.limits_met()) ++tally_.limits[limit];
    for (const auto& [kind, count] : journal_.counts()) tally_.entries[kind] += count;
}

bool Play::is_late() const {
    const auto deadline = stage_.next_deadline();
    return deadline && *deadline <= clock_.now;
}

Input Play::choose() {
    if (steps_to_change_-- == 0) change_mood();
    if (dice_.one_in(5)) clock_.now += Milliseconds(1);
    if (held_to_come_ > 0) {
        --held_to_come_;
        return call(commands_.held_injection());
    }
    if (floods_to_come_ > 0) return flood();
    if (dice_.one_in(1000)) return reload();
    if (callers_.waiting().size() > callers_max && dice_.percent(50)) return give_up();
    const auto sessions = stage_.state().connections.all().size();
    switch (next_in(mood_, dice_)) {
        case opening: return sessions < sessions_wanted_ ? crowd_.open() : crowd_.behave();
        case behaving: return sessions < 3 ? crowd_.open() : crowd_.behave();
        case misbehaving: return crowd_.misbehave();
        case losing: return crowd_.lose();
        case writing: return crowd_.write();
        case passing: return pass_time();
        case calling: return choose_call();
        default: return give_up();
    }
}

void Play::change_mood() {
    mood_ = dice_.weighted({4, 1, 3, 1});
    sessions_wanted_ = dice_.among({5, 8, 15, 30, 60});
    steps_to_change_ = 1000 + dice_.below(3000);
    begin_burst();
}

// Sometimes exceeds the world's limits.
void Play::begin_burst() {
    const auto& members = stage_.state().connections.members();
    if (dice_.one_in(8)) held_to_come_ = 1100;
    if (floods_.count == 0 || members.empty()) return;
    const auto polling =
        std::find_if(members.begin(), members.end(), [](const auto& each) { return polls(each.second); });
    flooded_ = polling == members.end() ? dice_.of(members).first : polling->first;
    --floods_.count;
    floods_to_come_ = 3;
}

// The last call waits for one more client of that user, which may join before the first has polled.
Input Play::flood() {
    const bool last = --floods_to_come_ == 0;
    const auto& members = stage_.state().connections.members();
    const auto found = members.find(flooded_);
    if (found == members.end()) return core::TimePassed{};
    auto flood = commands_.flood(found->second, floods_.event_bytes);
    if (last) commands_.ask_for_another(flood, found->second);
    return call(std::move(flood));
}

Input Play::choose_call() {
    auto command = commands_.any();
    const bool forgets =
        std::holds_alternative<core::ClearJournal>(command) || std::holds_alternative<core::Reset>(command);
    if (floods_.event_bytes != 0 && forgets)
        return core::TimePassed{}; // so that the journal reaches its limit
    return call(std::move(command));
}

Input Play::call(core::Command command) { return core::Called{callers_.next_ticket(), std::move(command)}; }

Input Play::give_up() {
    const bool leaves = dice_.percent(40);
    const auto ticket = callers_.waiting().empty() || dice_.percent(5) ? dice_.below(100000)
                                                                       : dice_.of(callers_.waiting()).first;
    if (leaves) return core::Withdrawn{ticket};
    return core::GaveUp{ticket};
}

// Fixtures or the profile were saved, or are refused.
Input Play::reload() {
    core::Reloaded reloaded;
    if (dice_.percent(50)) reloaded.catalogue = stage_.state().settings.catalogue;
    if (dice_.percent(50)) reloaded.profile = std::make_shared<const policy::Profile>(some_profile(dice_));
    if (dice_.percent(20)) reloaded.refused = {{"fixtures/events/NewMessage/default.json", "/id", "broken"}};
    return reloaded;
}

Input Play::pass_time() {
    const auto& timings = stage_.state().settings.profile.timings;
    const auto deadline = stage_.next_deadline();
    const auto some = [this](Milliseconds most) {
        return Milliseconds(dice_.below(static_cast<std::uint64_t>(most.count()) + 1));
    };
    switch (dice_.weighted({1000, 100, 30, 30, 3})) {
        case 0: clock_.now += some(timings.ping_interval / 100); break;
        case 1: clock_.now = std::max(clock_.now, deadline.value_or(clock_.now)); break;
        case 2: clock_.now = std::max(clock_.now, deadline.value_or(clock_.now) - Milliseconds(1)); break;
        case 3: clock_.now -= some(timings.ping_interval); break; // the clock was set back
        default: clock_.now += some(3 * (timings.ping_interval + timings.ping_timeout)); break;
    }
    if (dice_.percent(10)) return crowd_.behave();
    return core::TimePassed{};
}

void Play::play(Input input, bool closely) {
    note(std::move(input));
    const auto& played = recent_.back();
    ++tally_.inputs[kind_of(played)];
    transport_.note(played);
    callers_.note(played);
    latest_ = std::max(latest_, clock_.now);
    clock_.latest = std::max(clock_.latest, latest_);
    const auto effects = stage_.apply(played, clock_.now);
    clock_.now = clock_.latest;
    see(effects, closely);
}

void Play::note(Input input) {
    recent_.push_back(std::move(input));
    if (recent_.size() > recent_max) recent_.pop_front();
}

void Play::see(const core::Effects& effects, bool closely) {
    check(effects, closely);
    crowd_.look();
    tally(effects);
}

void Play::check(const core::Effects& effects, bool closely) {
    const auto& state = stage_.state();
    transport_.perform(recent_.back(), effects.wire, state);
    callers_.take(recent_.back(), effects.answers, state);
    check_settled(state, stage_.next_deadline(), latest_);
    check_time(state);
    journal_.look(state);
    constexpr std::size_t at_every_step_max = 6; // sessions
    if (++steps_since_walk_ * at_every_step_max < state.connections.all().size() && !closely) return;
    steps_since_walk_ = 0;
    check_everyone(state);
    transport_.check(state);
    callers_.check(state);
}

// The world's own time, held or not.
void Play::check_time(const core::State& state) {
    const auto* called = std::get_if<core::Called>(&recent_.back());
    const bool is_reset = called != nullptr && std::holds_alternative<core::Reset>(called->command);
    const bool is_set = called != nullptr && std::holds_alternative<core::SetClock>(called->command);
    require(is_reset || is_set || state.now() >= world_now_, "time goes back only by a call");
    world_now_ = state.now();
}

void Play::tally(const core::Effects& effects) {
    for (const auto& effect : effects.wire) {
        if (std::holds_alternative<engineio::Respond>(effect)) ++tally_.responses;
        if (std::holds_alternative<engineio::SendFrame>(effect)) ++tally_.frames;
        if (const auto* broadcast = std::get_if<engineio::Broadcast>(&effect))
            tally_.frames += broadcast->channels.size() * broadcast->payloads.size();
    }
    const auto& state = stage_.state();
    const auto raise = [](std::size_t& most, std::size_t count) { most = std::max(most, count); };
    raise(tally_.sessions_max, state.connections.all().size());
    raise(tally_.members_max, state.connections.members().size());
    raise(tally_.entries_max, state.journal.entries().size());
    raise(tally_.timers_max, state.timers.queue().size());
    if (!has_walked()) return;
    ++tally_.walks;
    for (const auto& [ordinal, connection] : state.connections.all())
        raise(tally_.queued_bytes_max, connection.session.queued_bytes());
}

} // namespace chatmock::random
