// The loop: the single thread that runs the whole mock, and its time. The program uses the loop of Asio; in
// WebAssembly the host runs it.
#pragma once

#include "base/time.hpp"

#include <functional>
#include <memory>

namespace chatmock::runtime {

// Ends with its destruction.
class Timer {
public:
    virtual ~Timer() = default;

    // Calls `act` once, after that time, in place of an earlier request.
    virtual void start(Milliseconds after, std::function<void()> act) = 0;
    virtual void cancel() = 0;
};

class Loop {
public:
    virtual ~Loop() = default;

    virtual Instant now() const = 0;

    // Calls `act` once, after the current work and all that is ready now. If another such `act` requests it,
    // it may precede work that has become ready meanwhile.
    virtual void later(std::function<void()> act) = 0;

    // The loop outlives it.
    virtual std::unique_ptr<Timer> timer() = 0;
};

} // namespace chatmock::runtime
