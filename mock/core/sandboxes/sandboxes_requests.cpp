// Which sandbox a request is for.
#include "core/clients/handshake_request.hpp"
#include "core/sandboxes/sandboxes.hpp"
#include "core/state/state.hpp"

namespace chatmock::core {

namespace {

bool has_session(const Sandbox& sandbox, std::string_view sid) {
    return sandbox.world.state().connections.engine_sids().count(sid) != 0;
}

bool has_known_session(const Sandbox& sandbox, std::string_view sid) {
    return sandbox.world.state().connections.has_known(sid);
}

} // namespace

// A request that names a session is for the session's owner, whatever else it names; see owner_of(). Without
// an arrival, no sandbox is made. The files' profile decides where the token may name a sandbox: calls to
// `default` change nothing for others.
Result<Sandbox*> Sandboxes::direct(http::Request& request, std::optional<Arrival> arrival) {
    auto& fallback = registry_.default_one();
    const auto& sources = fallback.world.state().definitions.files.profile->token_sources;
    const auto choice = take_choice(request, sources, registry_.is_in_use());
    const auto sid = http::value_of(request.query, "sid");
    if (sid.empty() && choice.by == ChosenBy::nothing) return &fallback;
    if (sid.empty()) return arrival ? enter(choice.name, request, *arrival) : registry_.find(choice.name);
    request.headers.clear(); // a world reads them only for a handshake
    auto named = choice.by == ChosenBy::nothing ? Result<Sandbox*>(&fallback) : registry_.find(choice.name);
    if (!registry_.is_in_use()) return named;
    if (auto* owner = owner_of(sid, choice, named ? *named : nullptr)) return owner;
    return named;
}

// Only a handshake makes a sandbox. `default` answers another request that would, with the reason for its
// refusal; if `default` would accept it, because of a profile that a call has set, no sandbox does.
Result<Sandbox*> Sandboxes::enter(const std::string& name, const http::Request& request, Arrival arrival) {
    const auto profile = registry_.usual_profile();
    if (!registry_.would_make(name) || !profile || begins_session(**profile, request, arrival.is_upgrade))
        return registry_.enter(name, arrival.at);
    auto& fallback = registry_.default_one();
    if (begins_session(fallback.world.state().settings.profile, request, arrival.is_upgrade))
        return registry_.find(name);
    return &fallback;
}

// Sessions in several sandboxes may have the same sid, as the sid derives from the seed. So the named sandbox
// is tried first, even if its session has ended. Another one counts only if the named one never had such a
// session, and neither can an ended sandbox of that name have had it.
Sandbox* Sandboxes::owner_of(std::string_view sid, const Choice& choice, Sandbox* named) {
    if (named != nullptr && has_known_session(*named, sid)) return named;
    std::vector<Sandbox*> owners;
    for (auto& [number, sandbox] : registry_.all()) {
        if (!has_session(sandbox, sid)) continue;
        if (sandbox.gone_by && sandbox.name == choice.name) return &sandbox;
        owners.push_back(&sandbox);
    }
    const bool is_left_behind = named != nullptr ? named->is_made_anew() : registry_.has_ended(choice.name);
    return owners.size() == 1 && !is_left_behind ? owners.front() : nullptr;
}

Effects Sandboxes::refuse(engineio::Transport transport, std::uint64_t number, const Error& error,
                          Instant now) {
    const ClientRefused refused{transport, number, http_status_of(error.code), error.message};
    return play(registry_.default_one(), refused, now);
}

Effects Sandboxes::route(RequestBegun& input, Input& whole, Instant now) {
    const auto directed = direct(input.request, Arrival{now, false});
    if (!directed) return {}; // it is refused when it is complete
    if (!(*directed)->is_default()) owners_.exchanges.give(input.request.exchange, (*directed)->number);
    return play(**directed, whole, now);
}

Effects Sandboxes::route(RequestArrived& input, Input& whole, Instant now) {
    auto& request = input.request;
    const auto begun = owners_.exchanges.owner_of(request.exchange);
    auto directed = direct(request, Arrival{now, false});
    if (begun != 0 && registry_.numbered(begun) != nullptr) directed = registry_.numbered(begun);
    if (!directed && http::is_preflight(request))
        return {{engineio::Respond{request.exchange, http::preflight_response(request), {}}}, {}, false};
    if (!directed) return refuse(engineio::Transport::polling, request.exchange, directed.error(), now);
    if (!(*directed)->is_default()) owners_.exchanges.give(request.exchange, (*directed)->number);
    return play(**directed, whole, now);
}

Effects Sandboxes::route(UpgradeArrived& input, Input& whole, Instant now) {
    const auto directed = direct(input.request, Arrival{now, true});
    if (!directed) return refuse(engineio::Transport::websocket, input.channel, directed.error(), now);
    if (!(*directed)->is_default()) owners_.channels.give(input.channel, (*directed)->number);
    return play(**directed, whole, now);
}

// A sandbox that is made has the files' profile.
SocketSettings Sandboxes::socket_settings(http::Request request) {
    auto& fallback = registry_.default_one();
    const auto directed = registry_.is_in_use() ? direct(request, std::nullopt) : Result<Sandbox*>(&fallback);
    const auto& profile = directed ? (*directed)->world.state().settings.profile
                                   : *fallback.world.state().definitions.files.profile;
    return {profile.timings.max_payload, profile.first_frame_delay};
}

} // namespace chatmock::core
