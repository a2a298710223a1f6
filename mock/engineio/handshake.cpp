#include "engineio/handshake.hpp"

#include "base/json.hpp"

namespace chatmock::engineio {

namespace {

std::string_view message_of(RefusalCode code) {
    switch (code) {
        case RefusalCode::unknown_transport: return "Transport unknown";
        case RefusalCode::unknown_sid: return "Session ID unknown";
        case RefusalCode::bad_handshake_method: return "Bad handshake method";
        case RefusalCode::bad_request: return "Bad request";
        case RefusalCode::forbidden: return "Forbidden";
        case RefusalCode::unsupported_protocol: return "Unsupported protocol version";
    }
    return "Bad request";
}

std::optional<RefusalCode> refusal_in_session(const SessionFacts& session, std::string_view transport,
                                              std::optional<Protocol> protocol, bool is_upgrade) {
    if (!is_upgrade && transport != name_of(session.transport)) return RefusalCode::bad_request;
    if (protocol != session.protocol) return RefusalCode::bad_request;
    return std::nullopt;
}

HttpResponse plain_refusal(int status, RefusalCode code, std::string_view message) {
    return {
        status, "application/json", to_text({{"code", static_cast<int>(code)}, {"message", message}}), {}};
}

} // namespace

std::string_view name_of(Transport transport) {
    return transport == Transport::polling ? "polling" : "websocket";
}

std::optional<Protocol> protocol_of(const Query& query) {
    const auto value = value_of(query, "EIO");
    if (value == "3") return Protocol::v3;
    if (value == "4") return Protocol::v4;
    return std::nullopt;
}

std::optional<RefusalCode> refusal_of(const HttpRequest& request, bool is_upgrade, const FindSession& find) {
    const auto transport = value_of(request.query, "transport");
    const auto protocol = protocol_of(request.query);
    const auto sid = value_of(request.query, "sid");
    if (transport != "polling" && transport != "websocket") return RefusalCode::unknown_transport;
    if (!sid.empty()) {
        const auto session = find(sid);
        if (!session) return RefusalCode::unknown_sid;
        return refusal_in_session(*session, transport, protocol, is_upgrade);
    }
    if (request.method != "GET") return RefusalCode::bad_handshake_method;
    if (transport == "websocket" && !is_upgrade) return RefusalCode::bad_request;
    if (!protocol) return RefusalCode::unsupported_protocol;
    return std::nullopt;
}

bool leads_nowhere(const HttpRequest& upgrade) { return value_of(upgrade.query, "transport") == "polling"; }

HttpResponse refuse_plain(RefusalCode code) { return plain_refusal(400, code, message_of(code)); }

HttpResponse refuse_upgrade(RefusalCode code) { return veto_upgrade(400, message_of(code)); }

HttpResponse veto_plain(int status, std::string_view message) {
    return plain_refusal(status, RefusalCode::forbidden, message);
}

HttpResponse veto_upgrade(int status, std::string_view message) {
    return {status, "text/html", std::string(message), {}};
}

std::string handshake_data(std::string_view sid, Transport transport, const Timings& timings) {
    Json upgrades = Json::array();
    if (transport == Transport::polling) upgrades.push_back("websocket");
    return to_text(Json{{"sid", sid},
                        {"upgrades", upgrades},
                        {"pingInterval", timings.ping_interval.count()},
                        {"pingTimeout", timings.ping_timeout.count()},
                        {"maxPayload", timings.max_payload}});
}

} // namespace chatmock::engineio
