// Who asks the world over the control port.
#pragma once

#include "core/input/input.hpp"

namespace chatmock::runtime {

class Callers {
public:
    virtual ~Callers() = default;

    // Keeps or queues the answer, and returns before anything comes of it: it must not call Loop::apply.
    virtual void answer(core::Answer answer, Instant now) = 0;
};

} // namespace chatmock::runtime
