// A part of a run: one world, or several sandboxes side by side.
#pragma once

#include <string>
#include <vector>

namespace chatmock::random {

class Performance {
public:
    virtual ~Performance() = default;

    // One input, after which everything is checked; see Play. Throws BrokenInvariant.
    virtual void step(bool closely) = 0;

    // Whether everything was checked.
    virtual bool has_walked() const = 0;

    // The server shuts down. Throws BrokenInvariant, as does a step.
    virtual void end() = 0;

    // The latest inputs in words, in their order.
    virtual std::vector<std::string> recent() const = 0;
};

} // namespace chatmock::random
