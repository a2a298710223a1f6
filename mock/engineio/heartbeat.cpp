#include "engineio/heartbeat.hpp"

namespace chatmock::engineio {

void Heartbeat::start(Instant now) {
    stop();
    if (pings_) ping_at_ = now + interval_;
    else end_at_ = now + interval_ + timeout_;
}

void Heartbeat::stop() {
    ping_at_.reset();
    end_at_.reset();
}

void Heartbeat::hear(PacketType type, Instant now) {
    if (pings_) hear_answer(type, now);
    else if (type == PacketType::ping) hear_ping(now);
}

void Heartbeat::hear_ping(Instant now) {
    last_ping_ = now;
    start(now);
}

void Heartbeat::upgrade(Instant now) {
    if (end_at_) end_at_ = now + (pings_ ? timeout_ : interval_ + timeout_);
}

void Heartbeat::hear_answer(PacketType type, Instant now) {
    if (!end_at_) return;
    if (type == PacketType::pong) {
        start(now);
    } else if (!extended_) {
        extended_ = true;
        end_at_ = now + timeout_;
    }
}

void Heartbeat::shift(Milliseconds by) {
    if (ping_at_) *ping_at_ += by;
    if (end_at_) *end_at_ += by;
}

std::optional<Instant> Heartbeat::deadline() const { return end_at_ ? end_at_ : ping_at_; }

Heartbeat::Beat Heartbeat::fire(Instant now) {
    const auto due = deadline();
    if (!due || *due > now) return Beat::none;
    if (end_at_) return Beat::timeout;
    ping_at_.reset();
    last_ping_ = now;
    end_at_ = now + timeout_;
    extended_ = false;
    return Beat::ping;
}

} // namespace chatmock::engineio
