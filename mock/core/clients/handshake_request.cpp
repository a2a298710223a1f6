#include "core/clients/handshake_request.hpp"

namespace chatmock::core {

bool is_bare(const policy::Profile& profile, const http::Request& upgrade) {
    const auto& query = upgrade.query;
    return profile.bare_websocket && query.count("EIO") == 0 && query.count("transport") == 0 &&
           query.count("sid") == 0;
}

bool lacks_revision(const policy::Profile& profile, const http::Request& request) {
    return profile.eio_default && request.query.count("EIO") == 0;
}

http::Request completed(const policy::Profile& profile, http::Request request, bool is_upgrade) {
    if (is_upgrade && is_bare(profile, request))
        request.query.insert({{"EIO", "4"}, {"transport", "websocket"}});
    else if (lacks_revision(profile, request))
        request.query["EIO"] = std::to_string(engineio::number_of(*profile.eio_default));
    return request;
}

bool begins_session(const policy::Profile& profile, const http::Request& request, bool is_upgrade) {
    if (http::is_preflight(request) || profile.find_endpoint(request.path) == nullptr) return false;
    const auto handshake = completed(profile, request, is_upgrade);
    const auto find_none = [](std::string_view) { return std::optional<engineio::SessionFacts>(); };
    return !engineio::refusal_of(handshake, is_upgrade, find_none) &&
           !(is_upgrade && engineio::leads_nowhere(handshake));
}

} // namespace chatmock::core
