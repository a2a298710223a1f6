// One call that injects, from its start to its end, and what its caller is told of it.
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
    std::optional<Ticket> ticket; // absent where nobody asked, or he is answered
    policy::SharedIdentity who;   // whose doing it was, where no call asked
    Inject request;
    Drafts drafts;
    std::vector<Violation> warnings;
    bool has_fixture = false;
    Stage stage = Stage::waiting;
    Instant due;
    std::uint64_t first_seq = 0;
    std::uint64_t last_seq = 0;
    SharedAudience audience;        // once it is sent
    Json unreached = Json::array(); // sockets that it is for, to which the mock writes nothing any more
    std::vector<Sent> deliveries;   // to each of it
    std::size_t outstanding = 0;
    std::size_t kept_bytes = 0; // once it waits
    std::size_t acknowledgement_bytes = 0;
};

// What its caller is told: of one that is due later than `now` that it is held.
Reply reply_to(const Injection& injection, Instant now);

// Its caller has waited for as long as he would.
Error too_late(const Injection& injection);

} // namespace chatmock::core
