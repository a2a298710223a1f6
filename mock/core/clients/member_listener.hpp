// Notifications about members, for the parts that wait for them or react to them.
#pragma once

#include "base/json/json.hpp"
#include "policy/reaction.hpp"

#include <cstdint>
#include <optional>

namespace chatmock::core {

// A member has joined, or sent an event.
struct MemberEvent {
    std::uint64_t join_order; // the member's
    policy::Occasion occasion;
    std::optional<std::uint64_t> ack_id; // requested by the client
};

struct Acknowledged {
    std::uint64_t join_order; // the member's
    std::uint64_t ack_id;
    Json arguments;
};

// Listeners only record the event. They act after the input is processed, in the order of events.
class MemberListener {
public:
    virtual ~MemberListener() = default;
    virtual void note(MemberEvent event) = 0;
    virtual void note(Acknowledged acknowledged) = 0;
    virtual void note_left(std::uint64_t join_order) = 0;
};

} // namespace chatmock::core
