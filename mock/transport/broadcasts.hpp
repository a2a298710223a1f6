// Sends an event to many sockets: framed once, written to each in one piece.
#pragma once

#include "engineio/wire_effect.hpp"
#include "transport/connection_numbers.hpp"
#include "transport/kept_bytes.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace chatmock::transport {

// Keeps one broadcast until the end of the turn, or until another effect must follow it.
class Broadcasts {
public:
    Broadcasts(KeptBytes& kept, const ConnectionNumbers& numbers) : kept_(kept), numbers_(numbers) {}

    // Keeps it. Precondition: the previous one was sent or queued.
    void keep(engineio::Broadcast broadcast);

    // Sends it at once on all connections with empty queues, and queues it for the others.
    void send(net::PortServer& server);

    // Queues it on every connection, to leave in one write with later frames.
    void queue();

    bool empty() const { return !broadcast_; }

private:
    using Framed = std::pair<engineio::Broadcast, std::shared_ptr<const std::string>>;

    KeptBytes& kept_;
    const ConnectionNumbers& numbers_;
    std::optional<Framed> broadcast_;
};

} // namespace chatmock::transport
