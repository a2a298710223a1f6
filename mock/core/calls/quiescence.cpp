#include "core/calls/quiescence.hpp"

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
    if (tickets_.empty() || injector_.has_due() || gate_.has_due()) return;
    for (const auto& [ordinal, connection] : state_.connections.all()) {
        if (is_busy(connection)) return;
    }
    if (!is_all_written()) return;
    for (const auto ticket : std::exchange(tickets_, {})) {
        state_.answer(ticket, Reply{{{"quiet", true}, {"now", to_iso8601(state_.now())}}});
    }
}

// Only the transport knows when a WebSocket's frames have left: requests one receipt for all frames so far,
// and another one if more were sent meanwhile.
bool Quiescence::is_all_written() {
    for (auto next = unconfirmed_.begin(); next != unconfirmed_.end();) {
        const auto* connection = state_.connections.find(next->second);
        const bool gone = connection == nullptr || !connection->session.is_open();
        next = gone ? unconfirmed_.erase(next) : std::next(next);
    }
    if (unconfirmed_.empty() && confirmed_frames_ != state_.frames_sent) ask_for_confirmation();
    return unconfirmed_.empty();
}

void Quiescence::ask_for_confirmation() {
    confirmed_frames_ = state_.frames_sent;
    for (const auto& [ordinal, connection] : state_.connections.all()) {
        if (connection.session.transport() != engineio::Transport::websocket) continue;
        engineio::Output output;
        const auto receipt = ++state_.last_receipt;
        unconfirmed_[receipt] = ordinal;
        connection.session.confirm(receipt, output);
        state_.perform(output);
    }
}

bool Quiescence::give_up(Ticket ticket) {
    if (tickets_.erase(ticket) == 0) return false;
    state_.answer(ticket, still_busy());
    return true;
}

Error Quiescence::still_busy() const {
    constexpr std::size_t named_max = 20;
    Error error{ErrorCode::timed_out, "expected nothing queued and nothing due, got more"};
    if (injector_.has_due()) error.nearest.emplace_back("a held injection is due on the running clock");
    if (gate_.has_due()) error.nearest.emplace_back("an auth outcome is due on the running clock");
    for (const auto& [ordinal, connection] : state_.connections.all()) {
        if (!is_busy(connection) || error.nearest.size() == named_max) continue;
        error.nearest.push_back(connection.identity->user + " (" + connection.session.sid() + ") " +
                                why_busy(connection));
    }
    for (const auto& [receipt, ordinal] : unconfirmed_) {
        const auto* connection = state_.connections.find(ordinal);
        if (connection == nullptr || error.nearest.size() == named_max) continue;
        error.nearest.push_back(connection->identity->user + " (" + connection->session.sid() +
                                ") does not read");
    }
    return error;
}

} // namespace chatmock::core
