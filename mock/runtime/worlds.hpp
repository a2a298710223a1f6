// The owner of the sandboxes: passes inputs in one by one, effects to the network, and answers to callers.
#pragma once

#include "core/sandboxes/sandboxes.hpp"
#include "runtime/callers.hpp"
#include "runtime/loop.hpp"
#include "runtime/wire.hpp"

namespace chatmock::runtime {

class Worlds {
public:
    // The loop outlives this object; all calls are on its thread.
    Worlds(Loop& loop, core::Sandboxes sandboxes);

    // Call before the first input; both outlive the last one.
    void attach(Wire& wire, Callers& callers);

    void apply(core::SandboxesInput input);

    // See Sandboxes.
    Result<core::SandboxFacts> facts(std::string_view sandbox) { return sandboxes_.facts(sandbox); }

    // See Sandboxes.
    Result<std::uint64_t> enter(std::string_view sandbox);

    // See Sandboxes.
    Result<core::Metrics> metrics(const std::optional<std::string>& sandbox) {
        return sandboxes_.metrics(sandbox);
    }

    // See Sandboxes.
    core::SocketSettings socket_settings(http::Request request);

    bool has_clients_to_notify() const { return sandboxes_.has_clients_to_notify(); }

private:
    void arm();

    Loop& loop_;
    core::Sandboxes sandboxes_;
    std::unique_ptr<Timer> timer_;
    std::optional<Instant> armed_for_;
    Wire* wire_ = nullptr;
    Callers* callers_ = nullptr;
};

} // namespace chatmock::runtime
