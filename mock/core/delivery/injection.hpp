// One call that injects, from start to end, and its answer.
#pragma once

#include "core/delivery/renderer.hpp"
#include "core/input/input.hpp"
#include "core/journal/journal.hpp"
#include "core/state/audience.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace chatmock::core {

enum class DeliveryState {
    queued,
    held,    // by a fault
    dropped, // by a fault
    written,
    acked,
    lost,
};

enum class Stage { waiting, held, delivering };

struct Sent {
    engineio::Transport transport;
    DeliveryState state = DeliveryState::queued;
    Json acknowledgement = {}; // the client's arguments
};

struct Injection {
    std::uint64_t id = 0;
    std::optional<Ticket> ticket;    // empty if no call started it, or the call is answered
    policy::SharedIdentity identity; // the cause, if no call started it
    Inject request;
    Drafts drafts;
    std::vector<Violation> warnings;
    bool has_fixture = false;
    Stage stage = Stage::waiting;
    Instant due;
    std::uint64_t first_seq = 0;
    std::uint64_t last_seq = 0;
    SharedAudience audience;        // set when it is sent
    Json unreached = Json::array(); // matching sockets to which the mock no longer writes
    std::vector<Sent> deliveries;   // one per recipient
    std::size_t outstanding = 0;
    std::size_t kept_bytes = 0; // while it waits
    std::size_t acknowledgement_bytes = 0;
};

// The call's answer; a call whose event is due after `now` is answered as held.
Reply reply_to(const Injection& injection, Instant now);

// The error when the call's patience has ended.
Error too_late(const Injection& injection);

} // namespace chatmock::core
