#include "core/clients/refusals.hpp"

#include "base/json/fields.hpp"
#include "base/text/joined.hpp"
#include "core/input/client_files.hpp"
#include "http/headers.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

using engineio::RefusalCode;
using policy::Reason;

std::string parameter(const http::Request& request, std::string_view name) {
    if (request.query.count(name) == 0) return "no " + std::string(name) + " in the query";
    return std::string(name) + " is " + shown(Json(std::string(http::value_of(request.query, name))));
}

std::vector<std::string> paths_of(const policy::Profile& profile) {
    std::vector<std::string> paths;
    for (const auto& endpoint : profile.endpoints) paths.push_back(endpoint.path);
    return paths;
}

// True if the namespace equals the path of an endpoint, or begins with it.
bool is_path_of_endpoint(const std::string& name, const policy::Profile& profile) {
    const auto with_slash = name.empty() || name.back() != '/' ? name + "/" : name;
    return std::any_of(profile.endpoints.begin(), profile.endpoints.end(),
                       [&](const auto& endpoint) { return with_slash.rfind(endpoint.path, 0) == 0; });
}

// The reason of a handshake that Engine.IO refuses.
Reason reason_for(RefusalCode code, const http::Request& request) {
    Reason reason;
    reason.layer = "engineio";
    switch (code) {
        case RefusalCode::unknown_transport:
            reason.seen = parameter(request, "transport");
            reason.hint =
                "a client of Socket.IO connects with ?EIO=4&transport=websocket or transport=polling; "
                "for a WebSocket without them, the profile has \"bare_websocket\"";
            break;
        case RefusalCode::bad_handshake_method:
            reason.seen = "the method " + request.method + ", and no sid in the query";
            reason.hint = "a session begins with GET";
            break;
        case RefusalCode::unsupported_protocol:
            reason.seen = parameter(request, "EIO");
            reason.hint = "the mock speaks EIO=3 and EIO=4; for clients without EIO, the profile has "
                          "\"eio_default\"";
            break;
        case RefusalCode::bad_request:
        case RefusalCode::unknown_sid:
        case RefusalCode::forbidden:
            reason.seen = "transport=websocket in a request that is not a WebSocket handshake";
            reason.hint = "a proxy between client and mock may drop the header Upgrade";
            break;
    }
    return reason;
}

// The reason of a request to a path without an endpoint; empty if it does not look like a Socket.IO client's.
std::optional<Reason> reason_for_path(const http::Request& request, bool is_upgrade,
                                      const policy::Profile& profile) {
    const bool is_client = request.query.count("EIO") != 0 || request.query.count("transport") != 0;
    if (!is_upgrade && !is_client) return std::nullopt;
    Reason reason;
    reason.layer = "path";
    reason.seen = "the path " + shown(Json(request.path));
    reason.hint = "the socket endpoint is " + joined(paths_of(profile), " or ") +
                  ": set io(url, {path}), or \"endpoints\" in the profile";
    return reason;
}

http::Response not_found(const policy::Profile& profile) {
    return {404,
            "text/plain; charset=UTF-8",
            "Not found: the socket endpoint is " + joined(paths_of(profile)) + "\n",
            {}};
}

std::optional<RefusalCode> refusal_of(State& state, const http::Request& request, bool is_upgrade) {
    const auto find = [&state](std::string_view sid) -> std::optional<engineio::SessionFacts> {
        const Connection* found = state.connections.find_engine_sid(sid);
        if (found == nullptr || found->session.state() == engineio::SessionState::closed) return std::nullopt;
        return engineio::SessionFacts{found->session.transport(), found->session.protocol()};
    };
    return engineio::refusal_of(request, is_upgrade, find);
}

// A file of the official client, which the reference server serves below its path.
std::optional<http::Response> client_file(const State& state, const policy::Endpoint& endpoint,
                                          const http::Request& request) {
    if (endpoint.echo || request.path.size() <= endpoint.path.size()) return std::nullopt;
    return client_file_response(state.settings.client_files, request.path.substr(endpoint.path.size()),
                                http::value_of(request.headers, "if-none-match"));
}

} // namespace

std::optional<http::Response> turn_away(State& state, const http::Request& request, bool is_upgrade) {
    if (http::is_preflight(request)) return http::preflight_response(request);
    const auto& profile = state.settings.profile;
    const auto* endpoint = profile.find_endpoint(request.path);
    if (endpoint == nullptr) return not_found(profile);
    auto file = is_upgrade ? std::nullopt : client_file(state, *endpoint, request);
    if (file) return file;
    const auto refusal = refusal_of(state, request, is_upgrade);
    if (!refusal) return std::nullopt;
    return is_upgrade ? engineio::refuse_upgrade(*refusal) : engineio::refuse_plain(*refusal);
}

void record_refusal(State& state, const http::Request& request, bool is_upgrade) {
    const auto answer = turn_away(state, request, is_upgrade);
    if (!answer || answer->status < 400 || request.query.count("sid") != 0) return;
    const auto& profile = state.settings.profile;
    const bool is_lost = profile.find_endpoint(request.path) == nullptr;
    const auto code = refusal_of(state, request, is_upgrade);
    const auto why = is_lost ? reason_for_path(request, is_upgrade, profile)
                     : code  ? std::optional<Reason>(reason_for(*code, request))
                             : std::nullopt;
    if (!why) return;
    Entry entry;
    entry.kind = EntryKind::refuse;
    entry.details.add("via", "http").add("status", answer->status).add(policy::to_json(*why));
    state.recorder.record(std::move(entry));
}

Reason reason_for_namespace(const std::string& name, const policy::Profile& profile) {
    Reason reason;
    reason.layer = "namespace";
    reason.seen =
        "the namespace " + shown(Json(name)) + "; the profile has " + joined_quoted(profile.namespaces);
    reason.hint = is_path_of_endpoint(name, profile)
                      ? shown(Json(name)) +
                            " is the path of the socket endpoint, not a namespace: leave it out of "
                            "the URL, io(\"http://HOST:PORT\"), or give it as io(url, {path})"
                      : "\"namespaces\" in the profile adds a namespace; io() takes the part after the port "
                        "in its URL for a namespace";
    return reason;
}

} // namespace chatmock::core
