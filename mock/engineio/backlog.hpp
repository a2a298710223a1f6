// Counts the memory of queued packets, for all sessions together. A packet that is queued for many clients
// counts once.
#pragma once

#include "engineio/codec/packet.hpp"

#include <cstddef>
#include <unordered_map>
#include <utility>

namespace chatmock::engineio {

class Backlog {
public:
    // Counts a packet while it is queued. Without a backlog it counts nothing.
    class Place {
    public:
        Place() = default;
        Place(Backlog* backlog, const SharedPacket& packet);
        Place(const Place& other);
        Place(Place&& other) noexcept
            : backlog_(std::exchange(other.backlog_, nullptr)), packet_(other.packet_) {}
        Place& operator=(Place other) noexcept;
        ~Place();

    private:
        Backlog* backlog_ = nullptr; // outlives this object
        const EncodedPacket* packet_ = nullptr;
    };

    // The memory of all queued packets, with overhead.
    std::size_t bytes() const { return bytes_; }

private:
    struct Waiting {
        std::size_t places = 0;
        std::size_t bytes = 0;
    };

    std::unordered_map<const EncodedPacket*, Waiting> waiting_;
    std::size_t bytes_ = 0;
};

} // namespace chatmock::engineio
