#include "core/calls/quiescence.hpp"

#include "core/state/member_match.hpp"
#include "core/state/near_misses.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

// A client that is closed has nothing coming.
bool is_busy(const Connection& connection) {
    const auto& session = connection.session;
    return session.is_open() && (session.is_upgrading() || !session.has_nothing_queued());
}

std::string why_busy(const Connection& connection) {
    if (connection.session.is_upgrading()) return "is upgrading to WebSocket";
    return "has not polled for what is queued, or is on its way to poll again";
}

} // namespace

void Quiescence::settle() {
    for (auto next = wishes_.begin(); next != wishes_.end();) {
        auto& [ticket, wish] = *next;
        const bool quiet = is_quiet(wish);
        if (quiet && wish.to.is_everyone()) confirmed_frames_ = wish.confirmed_frames;
        if (quiet) state_.answer(ticket, Reply{{{"quiet", true}, {"now", to_iso8601(state_.now())}}});
        next = quiet ? wishes_.erase(next) : std::next(next);
    }
}

bool Quiescence::is_quiet(Wish& wish) {
    if (injector_.has_due(wish.to) || gate_.has_due(wish.to)) return false;
    const auto& all = state_.connections.all();
    const bool busy = std::any_of(all.begin(), all.end(), [&](const auto& each) {
        return is_busy(each.second) && is_meant(wish, each.second);
    });
    return !busy && is_all_written(wish);
}

bool Quiescence::is_meant(const Wish& wish, const Connection& connection) const {
    return means(wish.to, connection, state_.connections, state_.groups);
}

// What a WebSocket sends is known to have left only when the transport says so: it is asked once for all
// that was sent so far, and again where more was sent meanwhile.
bool Quiescence::is_all_written(Wish& wish) {
    for (auto next = wish.unconfirmed.begin(); next != wish.unconfirmed.end();) {
        const auto* connection = state_.connections.find(next->second);
        const bool gone = connection == nullptr || !connection->session.is_open();
        next = gone ? wish.unconfirmed.erase(next) : std::next(next);
    }
    if (wish.unconfirmed.empty() && wish.confirmed_frames != state_.frames_sent) ask_for_confirmation(wish);
    return wish.unconfirmed.empty();
}

void Quiescence::ask_for_confirmation(Wish& wish) {
    wish.confirmed_frames = state_.frames_sent;
    for (const auto& [ordinal, connection] : state_.connections.all()) {
        if (connection.session.transport() != engineio::Transport::websocket || !is_meant(wish, connection))
            continue;
        engineio::Output output;
        const auto receipt = ++state_.last_receipt;
        wish.unconfirmed[receipt] = ordinal;
        connection.session.confirm(receipt, output);
        state_.perform(output);
    }
}

bool Quiescence::give_up(Ticket ticket) {
    const auto found = wishes_.find(ticket);
    if (found == wishes_.end()) return false;
    state_.answer(ticket, still_busy(found->second));
    wishes_.erase(found);
    return true;
}

Error Quiescence::still_busy(const Wish& wish) const {
    constexpr std::size_t named_max = 20;
    std::vector<std::string> busy;
    if (injector_.has_due(wish.to)) busy.emplace_back("a held injection is due on the running clock");
    if (gate_.has_due(wish.to)) busy.emplace_back("an auth outcome is due on the running clock");
    for (const auto& [ordinal, connection] : state_.connections.all()) {
        if (!is_busy(connection) || !is_meant(wish, connection) || busy.size() == named_max) continue;
        busy.push_back(connection.identity->user + " (" + connection.session.sid() + ") " +
                       why_busy(connection));
    }
    for (const auto& [receipt, ordinal] : wish.unconfirmed) {
        const auto* connection = state_.connections.find(ordinal);
        if (connection == nullptr || busy.size() == named_max) continue;
        busy.push_back(connection->identity->user + " (" + connection->session.sid() +
                       ") does not read what was sent");
    }
    Error error{ErrorCode::timed_out, "expected nothing queued and nothing due, got more, " + held_up(busy)};
    error.nearest = std::move(busy);
    return error;
}

} // namespace chatmock::core
