#include "core/sandboxes/sandbox.hpp"

#include "core/state/state.hpp"

namespace chatmock::core {

namespace {

// A sandbox may request some seventeen billion receipts; half a billion sandboxes are possible.
constexpr unsigned receipt_bits = 34;

} // namespace

std::size_t Sandbox::clients() const { return world.state().connections.all().size(); }

bool Sandbox::is_made_anew() const { return world.state().settings.first_epoch > 1; }

Effects Sandbox::apply(const Input& input, Instant machine_now) {
    auto effects = world.apply(input, machine_now);
    if (reader) reader(world.state().journal);
    return effects;
}

engineio::Receipt receipts_before(std::uint64_t sandbox_number) { return sandbox_number << receipt_bits; }

std::uint64_t sandbox_of(engineio::Receipt receipt) { return receipt >> receipt_bits; }

std::string socket_path_of(std::string_view name, const policy::Profile& profile) {
    const auto& path = profile.main_endpoint().path;
    return name == default_sandbox ? path : "/sandbox/" + std::string(name) + path;
}

Json sandbox_view(const Sandbox& sandbox, const std::string& control_url, Instant machine_now) {
    const auto& state = sandbox.world.state();
    Json view = {{"name", sandbox.name},
                 {"profile", sandbox.profile},
                 {"seed", state.settings.seed},
                 {"clock", sandbox.clock.mode == ClockMode::manual ? "manual" : "real"}};
    if (sandbox.clock.start) view["clock_start"] = to_iso8601(*sandbox.clock.start);
    if (!sandbox.is_default()) view["expires_after_ms"] = sandbox.expires_after.count();
    view["clients"] = sandbox.clients();
    view["entries"] = state.journal.entries().size();
    view["age_ms"] = (machine_now - sandbox.made_at).count();
    view["control"] = control_url + "/sandboxes/" + sandbox.name;
    view["socket"] = {{"path", socket_path_of(sandbox.name, state.settings.profile)},
                      {"query", "sandbox=" + sandbox.name},
                      {"token", sandbox.name + ":"}};
    return view;
}

} // namespace chatmock::core
