// The interface to callers of the control port.
#pragma once

#include "core/input/input.hpp"

namespace chatmock::runtime {

class Callers {
public:
    virtual ~Callers() = default;

    // Queues the answer and returns at once; it must not call Worlds::apply.
    virtual void answer(core::Answer answer, Instant now) = 0;
};

} // namespace chatmock::runtime
