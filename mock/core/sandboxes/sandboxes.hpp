// Several worlds side by side, each in its own sandbox, and the choice of the sandbox for each input. Pure:
// as with one world, inputs go in with the machine's time, and effects are returned.
//
// Exchanges, channels and tickets keep the numbers of their ports. Sandboxes are independent of each other.
#pragma once

#include "core/sandboxes/choice.hpp"
#include "core/sandboxes/metrics.hpp"
#include "core/sandboxes/owned.hpp"
#include "core/sandboxes/registry.hpp"

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace chatmock::core {

// Facts about a sandbox that parsing a control call needs.
struct SandboxFacts {
    std::uint64_t seed = 1;
    std::string profile;
    std::string socket_path; // for its clients
};

class Sandboxes {
public:
    explicit Sandboxes(SandboxesSettings settings) : registry_(std::move(settings)) {}

    // As World::apply().
    [[nodiscard]] Effects apply(SandboxesInput input, Instant machine_now);

    // The machine's time at which apply(TimePassed) has work to do.
    std::optional<Instant> next_deadline() const;

    // See World.
    bool has_clients_to_notify() const;

    // Those of the sandbox that a call names, as enter() would find or make it. Fails, for example with
    // `unknown_sandbox`; `default` always exists.
    Result<SandboxFacts> facts(std::string_view name);

    // For a valid call: the number of its sandbox, made if the settings allow it; 0 of `default`. Fails as
    // facts() does, and if there is no room for another one.
    Result<std::uint64_t> enter(std::string_view name, Instant machine_now);

    // Those of one sandbox; without a name, those of all together. Fails with `unknown_sandbox`.
    Result<Metrics> metrics(const std::optional<std::string>& name);

    // Those of the sandbox that a client's request is for.
    SocketSettings socket_settings(http::Request request);

    // Read-only; valid until the next input.
    const Registry& registry() const { return registry_; }

private:
    using Number = std::uint64_t; // of a sandbox

    struct Owners {
        Owned<engineio::ChannelId> channels; // until the transport has lost them
        Owned<http::ExchangeId> exchanges;   // until they are answered or lost
        Owned<Ticket> tickets;               // of calls that wait
    };

    struct Arrival {
        Instant at;
        bool is_upgrade;
    };

    Effects take(Input&& input, Instant now);
    Effects take(CalledIn&& input, Instant now);
    Effects take(SandboxCalled&& input, Instant now);
    Effects take(FilesSaved&& input, Instant now);

    Effects route(RequestBegun& input, Input& whole, Instant now);
    Effects route(RequestArrived& input, Input& whole, Instant now);
    Effects route(UpgradeArrived& input, Input& whole, Instant now);
    Effects route(ExchangeLost& input, Input& whole, Instant now);
    Effects route(FrameArrived& input, Input& whole, Instant now);
    Effects route(ChannelViolated& input, Input& whole, Instant now);
    Effects route(ChannelLost& input, Input& whole, Instant now);
    Effects route(Written& input, Input& whole, Instant now);
    Effects route(GaveUp& input, Input& whole, Instant now);
    Effects route(Withdrawn& input, Input& whole, Instant now);
    Effects route(TimePassed& input, Input& whole, Instant now);
    Effects route(ShutDown& input, Input& whole, Instant now);

    template <typename OfDefault>
    Effects route(OfDefault&, Input& whole, Instant now) {
        return play(registry_.default_one(), whole, now);
    }

    Result<Sandbox*> direct(http::Request& request, std::optional<Arrival> arrival);
    Result<Sandbox*> enter(const std::string& name, const http::Request& request, Arrival arrival);
    Result<Sandbox*> find(Number number, const std::string& name);
    Sandbox* owner_of(std::string_view sid, const Choice& choice, Sandbox* named);
    Effects refuse(engineio::Transport transport, std::uint64_t number, const Error& error, Instant now);

    Result<Reply> obey(MakeSandbox& command, const SandboxCalled& call, Instant now);
    Result<Reply> obey(ListSandboxes& command, const SandboxCalled& call, Instant now);
    Result<Reply> obey(GetSandbox& command, const SandboxCalled& call, Instant now);
    Result<Reply> obey(EndSandbox& command, const SandboxCalled& call, Instant now);

    std::vector<Number> numbers() const;
    Effects play(Number number, const Input& input, Instant now);
    Effects play(Sandbox& sandbox, const Input& input, Instant now);
    void release(const Effects& effects);
    bool is_busy(const Sandbox& sandbox) const;
    void schedule(Sandbox& sandbox);
    Effects end(Sandbox& sandbox, Instant now);
    Effects erase(Sandbox& sandbox, const Effects& so_far);

    Registry registry_;
    Owners owners_;
    std::set<std::pair<Instant, Number>> due_; // without `default`
    Effects aside_;                            // of the current call
};

} // namespace chatmock::core
