#include "core/calls/advances.hpp"

#include "core/state/near_misses.hpp"
#include "core/state/views.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

constexpr std::size_t listed_max = 1000; // fired timers in an answer; all of them are counted

Error clock_is_running(const std::string& why) {
    return {ErrorCode::clock_is_running, why + R"(: PUT /clock {"mode":"manual"} holds it)"};
}

// The reason why the clock must wait; empty if the client is ready.
std::string_view reason_to_wait(const engineio::Session& session) {
    if (session.is_upgrading()) return "it is upgrading to WebSocket";
    if (session.awaits_pong()) return "no pong since its ping";
    return {};
}

bool is_waited_for(const State& state, const Connection& connection, const policy::Target& to) {
    return !reason_to_wait(connection.session).empty() &&
           means(to, connection, state.connections, state.definitions.groups);
}

HeldUp clients_not_ready(const State& state, const policy::Target& to) {
    HeldUp held_up;
    for (const auto& [ordinal, connection] : state.connections.all()) {
        if (!is_waited_for(state, connection, to)) continue;
        held_up.add(connection.identity->user + " (" + connection.session.sid() +
                    "): " + std::string(reason_to_wait(connection.session)));
    }
    return held_up;
}

} // namespace

void Advances::ask(Ticket ticket, const AdvanceClock& call) {
    if (state_.clock.mode() == ClockMode::real) {
        state_.output.answer(ticket, clock_is_running("only a held clock can be advanced"));
        return;
    }
    const Json details = {{"ms", call.duration.count()}};
    if (call.to.is_everyone()) state_.recorder.record_call("advance_clock", details);
    else state_.recorder.record_call("advance_clock", call.to, details);
    queue_.push_back({ticket, call, {}, {}, Json::array(), 0});
}

std::optional<Instant> Advances::next() {
    while (!queue_.empty()) {
        auto& advance = queue_.front();
        if (!advance.until) {
            advance.from = state_.now();
            advance.until = advance.from + advance.call.duration;
        }
        const auto due = state_.timers.next();
        const auto step = due ? std::min(*due, *advance.until) : *advance.until;
        if (step > state_.now()) {
            if (waits_for_clients(advance)) return std::nullopt;
            return step;
        }
        Json body = {{"now", to_iso8601(state_.now())}, {"fired", std::move(advance.fired)}};
        if (advance.fired_count > listed_max) body["fired_count"] = advance.fired_count;
        finish(Reply{std::move(body)});
    }
    return std::nullopt;
}

// Before the clock moves, every client has answered its ping and finished its upgrade. So a pong always
// belongs to the time of its ping, no upgrade times out, and a working client survives any advance.
bool Advances::waits_for_clients(const Advance& advance) const {
    if (!advance.call.await_clients) return false;
    const auto& connections = state_.connections.all();
    return std::any_of(connections.begin(), connections.end(),
                       [&](const auto& each) { return is_waited_for(state_, each.second, advance.call.to); });
}

void Advances::note(const TimerKey& timer, Instant deadline) {
    if (queue_.empty()) return;
    auto& advance = queue_.front();
    if (++advance.fired_count <= listed_max) advance.fired.push_back(timer_view(timer, deadline, state_));
}

bool Advances::give_up(Ticket ticket) {
    const auto found = std::find_if(queue_.begin(), queue_.end(),
                                    [ticket](const Advance& advance) { return advance.ticket == ticket; });
    if (found == queue_.end()) return false;
    const auto moved = found->until ? state_.now() - found->from : Milliseconds(0);
    auto held_up = clients_not_ready(state_, found->call.to);
    Error error{ErrorCode::timed_out, "expected the clock to move by " +
                                          std::to_string(found->call.duration.count()) + " ms, got " +
                                          std::to_string(moved.count()) + " ms, " + to_text(held_up) +
                                          R"(; "await":"nothing" moves on without)"};
    error.nearest = std::move(held_up.first);
    state_.output.answer(ticket, std::move(error));
    queue_.erase(found);
    return true;
}

void Advances::cancel(const std::string& why) {
    while (!queue_.empty()) finish(clock_is_running("the clock was " + why + " before it was advanced"));
}

void Advances::finish(Result<Reply> reply) {
    state_.output.answer(queue_.front().ticket, std::move(reply));
    queue_.pop_front();
}

} // namespace chatmock::core
