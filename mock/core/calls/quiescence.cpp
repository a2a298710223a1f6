#include "core/calls/quiescence.hpp"

#include "core/state/member_match.hpp"
#include "core/state/near_misses.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

// A closed client gets no more packets.
bool is_busy(const Connection& connection) {
    const auto& session = connection.session;
    return session.is_open() && (session.is_upgrading() || !session.has_nothing_queued());
}

std::string why_busy(const Connection& connection) {
    if (connection.session.is_upgrading()) return "is upgrading to WebSocket";
    return "has not polled for its queue, or has not polled again yet";
}

} // namespace

void Quiescence::settle() {
    for (auto next = waits_.begin(); next != waits_.end();) {
        auto& [ticket, wait] = *next;
        const bool quiet = is_quiet(wait);
        if (quiet && wait.to.is_everyone()) confirmed_frames_ = wait.confirmed_frames;
        if (quiet) state_.output.answer(ticket, Reply{{{"quiet", true}, {"now", to_iso8601(state_.now())}}});
        next = quiet ? waits_.erase(next) : std::next(next);
    }
}

bool Quiescence::is_quiet(Wait& wait) {
    if (injector_.has_due(wait.to) || gate_.has_due(wait.to)) return false;
    const auto& all = state_.connections.all();
    const bool busy = std::any_of(all.begin(), all.end(), [&](const auto& each) {
        return is_busy(each.second) && is_meant(wait, each.second);
    });
    return !busy && is_all_written(wait);
}

bool Quiescence::is_meant(const Wait& wait, const Connection& connection) const {
    return means(wait.to, connection, state_.connections, state_.definitions.groups);
}

// Only the transport knows when a WebSocket's frames have left: requests one receipt for all frames so far,
// and another one if more were sent meanwhile.
bool Quiescence::is_all_written(Wait& wait) {
    for (auto next = wait.unconfirmed.begin(); next != wait.unconfirmed.end();) {
        const auto* connection = state_.connections.find(next->second);
        const bool gone = connection == nullptr || !connection->session.is_open();
        next = gone ? wait.unconfirmed.erase(next) : std::next(next);
    }
    if (wait.unconfirmed.empty() && wait.confirmed_frames != state_.output.frames_sent())
        request_receipts(wait);
    return wait.unconfirmed.empty();
}

void Quiescence::request_receipts(Wait& wait) {
    wait.confirmed_frames = state_.output.frames_sent();
    for (const auto& [ordinal, connection] : state_.connections.all()) {
        if (connection.session.transport() != engineio::Transport::websocket || !is_meant(wait, connection))
            continue;
        engineio::Output output;
        const auto receipt = ++state_.last_receipt;
        wait.unconfirmed[receipt] = ordinal;
        connection.session.confirm(receipt, output);
        state_.output.perform(output);
    }
}

bool Quiescence::give_up(Ticket ticket) {
    const auto found = waits_.find(ticket);
    if (found == waits_.end()) return false;
    state_.output.answer(ticket, still_busy(found->second));
    waits_.erase(found);
    return true;
}

Error Quiescence::still_busy(const Wait& wait) const {
    HeldUp busy;
    if (injector_.has_due(wait.to)) busy.add("a held injection is due on the running clock");
    if (gate_.has_due(wait.to)) busy.add("an auth outcome is due on the running clock");
    for (const auto& [ordinal, connection] : state_.connections.all()) {
        if (!is_busy(connection) || !is_meant(wait, connection)) continue;
        busy.add(connection.identity->user + " (" + connection.session.sid() + ") " + why_busy(connection));
    }
    for (const auto& [receipt, ordinal] : wait.unconfirmed) {
        const auto* connection = state_.connections.find(ordinal);
        if (connection == nullptr) continue;
        busy.add(connection->identity->user + " (" + connection->session.sid() + ") does not read");
    }
    Error error{ErrorCode::timed_out, "expected nothing queued and nothing due, got more, " + to_text(busy)};
    error.nearest = std::move(busy.first);
    return error;
}

} // namespace chatmock::core
