// The single thread that owns the sandboxes: passes inputs in one by one, effects to the network, and answers
// to callers.
#pragma once

#include "core/sandboxes/sandboxes.hpp"
#include "runtime/callers.hpp"
#include "runtime/clock.hpp"
#include "runtime/wire.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

namespace chatmock::runtime {

class Loop {
public:
    explicit Loop(core::Sandboxes sandboxes);

    asio::io_context& context() { return context_; }
    Instant now() const { return clock_.now(); }

    // Call before run(); both outlive the loop.
    void attach(Wire& wire, Callers& callers);

    // Call on the loop's thread only.
    void apply(core::SandboxesInput input);

    // See Sandboxes.
    Result<core::SandboxFacts> enter(std::string_view sandbox);

    // See Sandboxes.
    Result<core::Metrics> metrics(const std::optional<std::string>& sandbox) {
        return sandboxes_.metrics(sandbox);
    }

    // See Sandboxes.
    core::SocketSettings socket_settings(http::Request request);

    bool has_clients_to_notify() const { return sandboxes_.has_clients_to_notify(); }

    // Returns after stop().
    void run();
    void stop();

private:
    void arm();

    core::Sandboxes sandboxes_;
    Clock clock_;
    asio::io_context context_{1};
    asio::steady_timer timer_{context_};
    std::optional<Instant> armed_for_;
    Wire* wire_ = nullptr;
    Callers* callers_ = nullptr;
};

} // namespace chatmock::runtime
