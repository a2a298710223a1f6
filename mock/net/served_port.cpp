#include "net/served_port.hpp"

#include <utility>

namespace chatmock::net {

namespace {

constexpr Milliseconds drain_interval{5};
constexpr Milliseconds drain_max{1000};

} // namespace

ServedPort::ServedPort(runtime::Loop& loop, const ServerSettings& settings, Port& port, Senders* senders)
    : loop_(loop), senders_(senders), connections_max_(settings.connections_max), refusals_(settings.name),
      wake_(loop.timer()), drain_(loop.timer()), server_(settings, port, *this) {}

std::string ServedPort::refusal() const {
    if (!server_.is_full()) return "";
    return "the port has " + std::to_string(connections_max_) +
           " connections, as many as allowed; close some of them";
}

void ServedPort::drain(std::function<void()> done) { drain_until(now() + drain_max, std::move(done)); }

void ServedPort::drain_until(Instant deadline, std::function<void()> done) {
    if (!server_.is_writing() || now() >= deadline) return done();
    drain_->start(drain_interval, [this, deadline, done = std::move(done)] { drain_until(deadline, done); });
}

void ServedPort::turn_later() {
    loop_.later([this] { server_.turn(); });
}

void ServedPort::wake_at(Instant at) {
    wake_->start(at - now(), [this] { server_.wake(); });
}

void ServedPort::log_refusal(std::string_view sent, const std::string& address) {
    refusals_.log(sent, address);
}

std::string turned_away(std::string_view why) {
    return "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: " +
           std::to_string(why.size()) + "\r\nConnection: close\r\n\r\n" + std::string(why);
}

Error unavailable(const std::string& name, const std::string& host, int port, const std::string& reason,
                  bool is_taken) {
    const auto advice = "; another mock may run there; --" + name + " " + host + ":0 takes a free port";
    return {ErrorCode::port_unavailable, "the " + name + " port cannot listen on " + host + ":" +
                                             std::to_string(port) + ": " + reason + (is_taken ? advice : "")};
}

} // namespace chatmock::net
