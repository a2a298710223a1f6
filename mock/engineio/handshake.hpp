// Reads the Engine.IO parameters of a request to the socket port, or refuses it (protocol document,
// "Handshake"). Codes and their order are the reference server's.
#pragma once

#include "base/time.hpp"
#include "engineio/codec/protocol.hpp"
#include "http/message.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock::engineio {

enum class Transport { polling, websocket };

std::string_view name_of(Transport transport);

struct Timings {
    Milliseconds ping_interval{25000};
    Milliseconds ping_timeout{20000};
    Milliseconds upgrade_timeout{10000};
    std::size_t max_payload = 1000000; // bytes
};

enum class RefusalCode {
    unknown_transport = 0,
    unknown_sid = 1,
    bad_handshake_method = 2,
    bad_request = 3,
    forbidden = 4,
    unsupported_protocol = 5,
};

// Known facts about the session that a request names.
struct SessionFacts {
    Transport transport;
    Protocol protocol;
};

using FindSession = std::function<std::optional<SessionFacts>(std::string_view sid)>;

// The revision in the query: `EIO` must be exactly 3 or 4.
std::optional<Protocol> protocol_of(const http::Query& query);

// Empty if the request is allowed: for a new session (no `sid`) or for the one that it names.
std::optional<RefusalCode> refusal_of(const http::Request& request, bool is_upgrade, const FindSession& find);

// True if an allowed upgrade requests polling: the WebSocket is accepted and closed, without effect on a
// session.
bool leads_nowhere(const http::Request& upgrade);

// The refusal of a plain request, and of an upgrade, whose connection then ends.
http::Response refuse_plain(RefusalCode code);
http::Response refuse_upgrade(RefusalCode code);

// Refuses a handshake with a custom message, as the reference server's `allowRequest` does, but with any
// status.
http::Response veto_plain(int status, std::string_view message);
http::Response veto_upgrade(int status, std::string_view message);

// The data of the `open` packet.
std::string handshake_data(std::string_view sid, Transport transport, const Timings& timings);

// The parsed data of the `open` packet.
struct HandshakeData {
    std::string sid;
    bool offers_websocket = false;
    Timings timings; // absent values keep their defaults
};

// Empty if the data is malformed. Ignores unknown members.
std::optional<HandshakeData> parse_handshake_data(std::string_view data);

} // namespace chatmock::engineio
