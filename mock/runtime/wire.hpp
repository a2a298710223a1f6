// The interface to the clients' network.
#pragma once

#include "engineio/wire_effect.hpp"

namespace chatmock::runtime {

// Performs the world's effects on the network.
class Wire {
public:
    virtual ~Wire() = default;

    // Queues the effect and returns at once; it must not call Worlds::apply.
    virtual void perform(engineio::WireEffect effect) = 0;
};

} // namespace chatmock::runtime
