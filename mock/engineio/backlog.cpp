#include "engineio/backlog.hpp"

namespace chatmock::engineio {

namespace {

constexpr std::size_t place_bytes = 48;   // in a queue
constexpr std::size_t packet_bytes = 160; // a packet itself, and its entry in the table

} // namespace

Backlog::Place::Place(Backlog* backlog, const SharedPacket& packet)
    : backlog_(backlog), packet_(packet.get()) {
    if (backlog_ == nullptr) return;
    auto& waiting = backlog_->waiting_[packet_];
    backlog_->bytes_ += place_bytes;
    if (++waiting.places > 1) return;
    waiting.bytes = packet_bytes + packet->text.size() + packet->bytes.size();
    backlog_->bytes_ += waiting.bytes;
}

Backlog::Place::Place(const Place& other) : backlog_(other.backlog_), packet_(other.packet_) {
    if (backlog_ == nullptr) return;
    ++backlog_->waiting_[packet_].places;
    backlog_->bytes_ += place_bytes;
}

Backlog::Place& Backlog::Place::operator=(Place other) noexcept {
    std::swap(backlog_, other.backlog_);
    std::swap(packet_, other.packet_);
    return *this;
}

Backlog::Place::~Place() {
    if (backlog_ == nullptr) return;
    const auto found = backlog_->waiting_.find(packet_);
    backlog_->bytes_ -= place_bytes;
    if (--found->second.places > 0) return;
    backlog_->bytes_ -= found->second.bytes;
    backlog_->waiting_.erase(found);
}

} // namespace chatmock::engineio
