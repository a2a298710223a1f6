// What a request to the socket port asks of Engine.IO, or why it is refused (protocol document,
// "Handshake"; the codes and their order are the reference server's).
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

// What is known of the session that a request names.
struct SessionFacts {
    Transport transport;
    Protocol protocol;
};

using FindSession = std::function<std::optional<SessionFacts>(std::string_view sid)>;

// The revision that the query asks for: `EIO` is literally 3 or 4.
std::optional<Protocol> protocol_of(const http::Query& query);

// Nothing where the request may go on: to a new session (no `sid`) or to the one that it names.
std::optional<RefusalCode> refusal_of(const http::Request& request, bool is_upgrade, const FindSession& find);

// Whether an upgrade that is not refused asks for polling: the WebSocket is accepted and closed, and
// touches no session.
bool leads_nowhere(const http::Request& upgrade);

// The answer to a plain request, and to one that asked for an upgrade, whose connection then ends.
http::Response refuse_plain(RefusalCode code);
http::Response refuse_upgrade(RefusalCode code);

// A handshake that is forbidden with a message of one's own: as the reference server's `allowRequest` does
// it, but with any status.
http::Response veto_plain(int status, std::string_view message);
http::Response veto_upgrade(int status, std::string_view message);

// The data of the `open` packet.
std::string handshake_data(std::string_view sid, Transport transport, const Timings& timings);

// What it says to a client.
struct HandshakeData {
    std::string sid;
    bool offers_websocket = false;
    Timings timings; // what it does not say is as above
};

// Nothing where it is none. A server may say more in it than is known here.
std::optional<HandshakeData> parse_handshake_data(std::string_view data);

} // namespace chatmock::engineio
