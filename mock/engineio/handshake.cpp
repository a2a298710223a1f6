#include "engineio/handshake.hpp"

#include "base/json/json_writer.hpp"
#include "base/json/number.hpp"

#include <algorithm>

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

// The target of every request contains the sid.
constexpr std::size_t sid_bytes_max = 1000;

constexpr std::uint64_t timing_ms_max = 24ULL * 60 * 60 * 1000; // of a service

// The member's value, capped at `most`; 0 if it is not a positive integer.
std::uint64_t number_in(const Json& json, std::string_view name, std::uint64_t most) {
    const auto found = json.find(name);
    if (found == json.end() || !is_number(*found)) return 0;
    const auto number = decimal_of(*found);
    if (number.is_negative() || !number.is_integer()) return 0;
    const auto value = number.to_int64();
    return value ? std::min(static_cast<std::uint64_t>(*value), most) : most;
}

Milliseconds timing_in(const Json& json, std::string_view name, Milliseconds otherwise) {
    const auto value = number_in(json, name, timing_ms_max);
    return value == 0 ? otherwise : Milliseconds(value);
}

http::Response plain_refusal(int status, RefusalCode code, std::string_view message) {
    return {
        status, "application/json", to_text({{"code", static_cast<int>(code)}, {"message", message}}), {}};
}

} // namespace

std::string_view name_of(Transport transport) {
    return transport == Transport::polling ? "polling" : "websocket";
}

std::optional<Protocol> protocol_of(const http::Query& query) {
    const auto value = http::value_of(query, "EIO");
    if (value == "3") return Protocol::v3;
    if (value == "4") return Protocol::v4;
    return std::nullopt;
}

std::optional<RefusalCode> refusal_of(const http::Request& request, bool is_upgrade,
                                      const FindSession& find) {
    const auto transport = http::value_of(request.query, "transport");
    const auto protocol = protocol_of(request.query);
    const auto sid = http::value_of(request.query, "sid");
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

bool leads_nowhere(const http::Request& upgrade) {
    return http::value_of(upgrade.query, "transport") == "polling";
}

http::Response refuse_plain(RefusalCode code) { return plain_refusal(400, code, message_of(code)); }

http::Response refuse_upgrade(RefusalCode code) { return veto_upgrade(400, message_of(code)); }

http::Response veto_plain(int status, std::string_view message) {
    return plain_refusal(status, RefusalCode::forbidden, message);
}

http::Response veto_upgrade(int status, std::string_view message) {
    return {status, "text/html", std::string(message), {}};
}

std::string handshake_data(std::string_view sid, Transport transport, const Timings& timings) {
    JsonWriter out;
    out.begin_object().member("sid", sid).name("upgrades").begin_array();
    if (transport == Transport::polling) out.value("websocket");
    out.end_array()
        .member("pingInterval", timings.ping_interval.count())
        .member("pingTimeout", timings.ping_timeout.count())
        .member("maxPayload", timings.max_payload)
        .end_object();
    return out.take();
}

std::optional<HandshakeData> parse_handshake_data(std::string_view data) {
    const auto json = parse_json(data);
    if (!json || !json->is_object()) return std::nullopt;
    const auto sid = json->find("sid");
    if (sid == json->end() || !sid->is_string()) return std::nullopt;
    HandshakeData handshake;
    handshake.sid = sid->get<std::string>();
    if (handshake.sid.empty() || handshake.sid.size() > sid_bytes_max) return std::nullopt;
    const auto upgrades = json->find("upgrades");
    handshake.offers_websocket =
        upgrades != json->end() && upgrades->is_array() &&
        std::find(upgrades->begin(), upgrades->end(), "websocket") != upgrades->end();
    auto& timings = handshake.timings;
    timings.ping_interval = timing_in(*json, "pingInterval", timings.ping_interval);
    timings.ping_timeout = timing_in(*json, "pingTimeout", timings.ping_timeout);
    constexpr std::uint64_t exact_max = 1ULL << 53U;
    if (const auto bytes = number_in(*json, "maxPayload", exact_max)) timings.max_payload = bytes;
    return handshake;
}

} // namespace chatmock::engineio
