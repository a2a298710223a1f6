#include "net/connection/server.hpp"

#include "net/connection/fan_out.hpp"

namespace chatmock::net {

namespace {

constexpr std::size_t receive_buffer_bytes = 64 * 1024;

} // namespace

Server::Server(ServerSettings settings, Port& port, ServerShell& shell)
    : settings_(std::move(settings)), port_(port), shell_(shell),
      receive_buffer_(receive_buffer_bytes, '\0') {
    port_.attach(*this);
}

// The shell's handlers may keep connections alive longer than this object.
Server::~Server() {
    discard_ended();
    for (const auto& connection : connections_) connection->discard();
}

bool Server::is_full() const {
    return settings_.connections_max != 0 && connections_.size() >= settings_.connections_max;
}

void Server::begin(std::unique_ptr<Line> line) {
    const auto connection = std::make_shared<ServerConnection>(std::move(line), *this);
    connections_.insert(connection);
    connection->start(port_.serve(*connection));
}

bool Server::is_writing() const {
    if (port_.has_more_to_write()) return true;
    for (const auto& connection : connections_)
        if (connection->is_writing()) return true;
    return false;
}

void Server::turn() {
    turn_requested_ = false;
    for (const auto& connection : std::exchange(resuming_, {})) connection->resume();
    port_.turn_ends();
    flushing_.swap(dirty_);
    for (const auto& connection : flushing_) connection->flush();
    flushing_.clear();
    port_.turn_ended(std::exchange(written_, {}));
    discard_ended();
}

// Their protocols may have been the callers that ended them.
void Server::discard_ended() {
    for (const auto& connection : std::exchange(ended_, {})) connection->discard();
}

void Server::wake() {
    wakes_at_.reset();
    const auto now = shell_.now();
    while (!wakes_.empty() && wakes_.begin()->first <= now) {
        auto& connection = *wakes_.begin()->second;
        wakes_.erase(wakes_.begin());
        connection.wake();
    }
    request_wake();
}

void Server::request_wake() {
    if (wakes_.empty()) return;
    const auto at = wakes_.begin()->first;
    if (wakes_at_ && *wakes_at_ <= at) return;
    wakes_at_ = at;
    shell_.wake_at(at);
}

void Server::end_turn_later() {
    if (!std::exchange(turn_requested_, true)) shell_.turn_later();
}

void Server::fan_out(const std::vector<Delivery>& deliveries, const SharedBytes& bytes) {
    net::fan_out(deliveries, bytes, shell_.senders());
}

void Server::visit(const std::function<void(Protocol&)>& each) const {
    for (const auto& connection : connections_) each(connection->protocol());
}

void Server::flush_later(ServerConnection& connection) {
    end_turn_later();
    dirty_.push_back(connection.shared_from_this());
}

void Server::resume_later(ServerConnection& connection) {
    end_turn_later();
    resuming_.push_back(connection.shared_from_this());
}

void Server::wake_at(ServerConnection& connection, std::optional<Instant> earlier,
                     std::optional<Instant> at) {
    if (earlier) wakes_.erase({*earlier, &connection});
    if (at) wakes_.insert({*at, &connection});
    request_wake();
}

void Server::log_refusal(std::string_view sent, const std::string& address) {
    shell_.log_refusal(sent, address);
}

void Server::forget(ServerConnection& connection) {
    end_turn_later();
    ended_.push_back(connection.shared_from_this());
    connections_.erase(ended_.back());
}

} // namespace chatmock::net
