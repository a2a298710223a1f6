#include "core/state/settling.hpp"

namespace chatmock::core {

void Settling::opened(Connection& connection, Instant machine_now) {
    await_until(connection, machine_now + upgrade_grace);
}

void Settling::polled(Connection& connection, Instant machine_now) {
    if (std::exchange(connection.has_polled, true) || !connection.may_upgrade_until) return;
    await_until(connection, machine_now + upgrade_grace);
}

void Settling::asked_for_websocket(Connection& connection) { await_until(connection, std::nullopt); }

void Settling::await_until(Connection& connection, std::optional<Instant> until) {
    if (connection.may_upgrade_until) undecided_.erase({*connection.may_upgrade_until, connection.ordinal});
    connection.may_upgrade_until = until;
    if (until) undecided_.emplace(*until, connection.ordinal);
}

void Settling::update(Connection& connection) {
    connections_.set_settled(connection, !connection.may_upgrade_until && !connection.session.is_upgrading());
}

void Settling::expire(Instant machine_now) {
    while (!undecided_.empty() && undecided_.begin()->first <= machine_now) {
        Connection* connection = connections_.find(undecided_.begin()->second);
        undecided_.erase(undecided_.begin());
        if (connection == nullptr) continue;
        connection->may_upgrade_until.reset();
        update(*connection);
    }
}

std::optional<Instant> Settling::next() const {
    if (undecided_.empty()) return std::nullopt;
    return undecided_.begin()->first;
}

std::string_view unsettled_state(const Connection& connection) {
    return connection.session.is_upgrading() ? "is upgrading to WebSocket"
                                             : "polls, and may be about to upgrade to WebSocket";
}

} // namespace chatmock::core
