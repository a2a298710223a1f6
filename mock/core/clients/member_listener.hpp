// What members do that others wait for, or react to.
#pragma once

#include "base/json/json.hpp"
#include "policy/reaction.hpp"

#include <cstdint>
#include <optional>

namespace chatmock::core {

// A member has joined, or sent an event.
struct Happened {
    std::uint64_t place; // the member's
    policy::Occasion occasion;
    std::optional<std::uint64_t> ack_id; // that the client asks to be acknowledged
};

struct Acknowledged {
    std::uint64_t place; // the member's
    std::uint64_t ack_id;
    Json arguments;
};

// Who hears of it only takes note: it acts when the input that brought it has been dealt with, in the order
// in which it happened.
class MemberListener {
public:
    virtual ~MemberListener() = default;
    virtual void note(Happened happened) = 0;
    virtual void note(Acknowledged acknowledged) = 0;
    virtual void note_left(std::uint64_t place) = 0;
};

} // namespace chatmock::core
