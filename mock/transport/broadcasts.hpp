// An event to many: framed once, and written to each of them in one piece.
#pragma once

#include "engineio/wire_effect.hpp"
#include "transport/connection_numbers.hpp"
#include "transport/kept_bytes.hpp"
#include "transport/outbox.hpp"

#include <optional>
#include <utility>

namespace chatmock::transport {

// Keeps one broadcast until the end of the turn, or until something else is to follow it.
class Broadcasts {
public:
    Broadcasts(KeptBytes& kept, const ConnectionNumbers& numbers) : kept_(kept), numbers_(numbers) {}

    // Keeps it. There is none before: that was sent or queued.
    void keep(engineio::Broadcast broadcast);

    // Writes it, from hand to hand, to all that wait for nothing else.
    void send();

    // Leaves it to the connections' queues: it leaves in one write with what follows.
    void queue();

private:
    using Framed = std::pair<engineio::Broadcast, SharedBytes>;

    KeptBytes& kept_;
    const ConnectionNumbers& numbers_;
    std::optional<Framed> broadcast_;
};

} // namespace chatmock::transport
