// Several worlds side by side, each in its own sandbox, and the choice of the sandbox for each input. Pure:
// as with one world, inputs go in with the machine's time, and effects are returned.
//
// Exchanges, channels and tickets keep the numbers of their ports. Sandboxes are independent of each other.
#pragma once

#include "core/sandboxes/choice.hpp"
#include "core/sandboxes/metrics.hpp"
#include "core/sandboxes/registry.hpp"

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace chatmock::core {

// Facts about a sandbox that a control call needs before it is parsed.
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

    // The sandbox that a call names, made if the settings allow it. Fails, for example with
    // `unknown_sandbox`; `default` always exists.
    Result<SandboxFacts> enter(std::string_view name, Instant machine_now);

    // Those of one sandbox; without a name, those of all together. Fails with `unknown_sandbox`.
    Result<Metrics> metrics(const std::optional<std::string>& name);

    // Those of the sandbox that a client's request is for.
    SocketSettings socket_settings(http::Request request);

    // Read-only; valid until the next input.
    const Registry& registry() const { return registry_; }

private:
    using Number = std::uint64_t; // of a sandbox

    // Owners other than `default`: everything without an owner belongs to `default`.
    struct Owners {
        std::unordered_map<engineio::ChannelId, Number> channels;
        std::unordered_map<http::ExchangeId, Number> exchanges;
        std::unordered_map<Ticket, Number> tickets;
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

    Result<Sandbox*> direct(http::Request& request, std::optional<Instant> enters_at);
    Sandbox* owner_of(std::string_view sid, const Choice& choice, Sandbox* named);
    Effects refuse(engineio::Transport transport, std::uint64_t number, const Error& error, Instant now);

    Result<Reply> obey(MakeSandbox& command, const SandboxCalled& call, Instant now);
    Result<Reply> obey(ListSandboxes& command, const SandboxCalled& call, Instant now);
    Result<Reply> obey(GetSandbox& command, const SandboxCalled& call, Instant now);
    Result<Reply> obey(EndSandbox& command, const SandboxCalled& call, Instant now);

    std::vector<Number> numbers() const;
    Effects play(Number number, const Input& input, Instant now);
    Effects play(Sandbox& sandbox, const Input& input, Instant now);
    void release(Sandbox& sandbox, const Effects& effects);
    void schedule(Sandbox& sandbox);
    Effects end(Sandbox& sandbox, Instant now);
    Effects erase(Sandbox& sandbox, const Effects& so_far);

    Registry registry_;
    Owners owners_;
    std::set<std::pair<Instant, Number>> due_; // without `default`
    Effects aside_;                            // of the current call
};

} // namespace chatmock::core
