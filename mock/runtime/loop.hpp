// The one thread that owns the world: inputs go in one at a time, effects go out to the wire, answers to
// their callers.
#pragma once

#include "core/world.hpp"
#include "runtime/callers.hpp"
#include "runtime/clock.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

namespace chatmock::runtime {

// Who performs what the world wants done on the wire.
class Wire {
public:
    virtual ~Wire() = default;

    // Queues, and returns before anything comes of it: it must not call Loop::apply.
    virtual void perform(engineio::WireEffect effect) = 0;

    // For connections that open from now on.
    virtual void set(core::SocketSettings settings) = 0;
};

class Loop {
public:
    explicit Loop(core::World world);

    asio::io_context& context() { return context_; }
    Instant now() const { return clock_.now(); }

    // Before run(); both must outlive it.
    void attach(Wire& wire, Callers& callers);

    // The loop's thread only.
    void apply(const core::Input& input);

    // See World.
    bool has_clients_to_tell() const { return world_.has_clients_to_tell(); }

    // Until stop().
    void run();
    void stop();

private:
    void arm();

    core::World world_;
    Clock clock_;
    asio::io_context context_{1};
    asio::steady_timer timer_{context_};
    std::optional<Instant> armed_for_;
    Wire* wire_ = nullptr;
    Callers* callers_ = nullptr;
};

} // namespace chatmock::runtime
