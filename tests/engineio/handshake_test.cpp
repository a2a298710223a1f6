#include "engineio/handshake.hpp"

#include "support/catch.hpp"
#include "support/wire_text.hpp"

namespace chatmock::engineio {

namespace {

// Three sessions exist: P and O poll, W has a WebSocket; O uses protocol 3.
std::optional<SessionFacts> find_session(std::string_view sid) {
    if (sid == "P") return SessionFacts{Transport::polling, Protocol::v4};
    if (sid == "W") return SessionFacts{Transport::websocket, Protocol::v4};
    if (sid == "O") return SessionFacts{Transport::polling, Protocol::v3};
    return std::nullopt;
}

// The code of the refusal, or "none".
std::string refusal(const std::string& method, const std::string& query, bool is_upgrade = false) {
    http::Request request;
    request.method = method;
    http::read_target("/socket.io/?" + query, request);
    const auto code = refusal_of(request, is_upgrade, find_session);
    return code ? std::to_string(static_cast<int>(*code)) : "none";
}

std::string refused_upgrade(const std::string& query) { return refusal("GET", query, true); }

} // namespace

TEST_CASE("A handshake over either transport is let in", "[engineio]") {
    for (const auto* protocol : {"EIO=3", "EIO=4"}) {
        CHECK(refusal("GET", std::string(protocol) + "&transport=polling") == "none");
        CHECK(refused_upgrade(std::string(protocol) + "&transport=websocket") == "none");
    }
}

TEST_CASE("The protocol is literally 3 or 4", "[engineio]") {
    CHECK(protocol_of({{"EIO", "3"}}) == Protocol::v3);
    CHECK(protocol_of({{"EIO", "4"}}) == Protocol::v4);
    CHECK(protocol_of({{"EIO", "5"}}) == std::nullopt);
    CHECK(protocol_of({}) == std::nullopt);
}

TEST_CASE("An empty sid asks for a new session", "[engineio]") {
    CHECK(refusal("GET", "EIO=4&transport=polling&sid=") == "none");
}

TEST_CASE("A request within a session is let in", "[engineio]") {
    CHECK(refusal("GET", "EIO=4&transport=polling&sid=P") == "none");
    CHECK(refusal("POST", "EIO=4&transport=polling&sid=P") == "none");
    CHECK(refusal("GET", "EIO=3&transport=polling&sid=O") == "none");
    CHECK(refused_upgrade("EIO=4&transport=websocket&sid=P") == "none");
    CHECK(refused_upgrade("EIO=3&transport=websocket&sid=O") == "none");
}

TEST_CASE("The method within a session is not the handshake's to judge", "[engineio]") {
    for (const auto* method : {"PUT", "HEAD", "DELETE", "OPTIONS"})
        CHECK(refusal(method, "EIO=4&transport=polling&sid=P") == "none");
}

TEST_CASE("Another WebSocket for a session that has one is let in, for the session to close", "[engineio]") {
    CHECK(refused_upgrade("EIO=4&transport=websocket&sid=W") == "none");
}

TEST_CASE("An unknown transport is refused before all else", "[engineio]") {
    for (const auto* query :
         {"", "EIO=4", "transport=abc", "EIO=4&transport=webtransport", "transport=&sid=gone"}) {
        CAPTURE(query);
        CHECK(refusal("POST", query) == "0");
        CHECK(refused_upgrade(query) == "0");
    }
}

TEST_CASE("An unknown sid is refused before method, transport and protocol", "[engineio]") {
    CHECK(refusal("GET", "EIO=4&transport=polling&sid=gone") == "1");
    CHECK(refusal("PUT", "EIO=3&transport=websocket&sid=gone") == "1");
    CHECK(refusal("GET", "EIO=4&transport=polling&sid=__proto__") == "1");
    CHECK(refused_upgrade("EIO=4&transport=websocket&sid=gone") == "1");
}

TEST_CASE("A handshake by any method but GET is refused before its protocol", "[engineio]") {
    for (const auto* method : {"POST", "PUT", "DELETE", "HEAD", "OPTIONS"}) {
        CHECK(refusal(method, "EIO=4&transport=polling") == "2");
        CHECK(refusal(method, "EIO=9&transport=websocket") == "2");
    }
    CHECK(refusal("POST", "EIO=4&transport=websocket", true) == "2");
}

TEST_CASE("A transport other than the session's is a bad request", "[engineio]") {
    CHECK(refusal("GET", "EIO=4&transport=websocket&sid=P") == "3");
    CHECK(refusal("GET", "EIO=4&transport=polling&sid=W") == "3");
    CHECK(refusal("POST", "EIO=4&transport=polling&sid=W") == "3");
}

TEST_CASE("A protocol other than the session's is a bad request", "[engineio]") {
    CHECK(refusal("GET", "EIO=3&transport=polling&sid=P") == "3");
    CHECK(refusal("POST", "EIO=4&transport=polling&sid=O") == "3");
    CHECK(refusal("GET", "EIO=9&transport=polling&sid=O") == "3");
    CHECK(refusal("GET", "transport=polling&sid=P") == "3");
    CHECK(refused_upgrade("EIO=3&transport=websocket&sid=P") == "3");
}

TEST_CASE("The WebSocket transport without an upgrade is a bad request", "[engineio]") {
    CHECK(refusal("GET", "EIO=4&transport=websocket") == "3");
    CHECK(refusal("GET", "EIO=9&transport=websocket") == "3");
}

TEST_CASE("An upgrade to polling is let in, and leads nowhere", "[engineio]") {
    CHECK(refused_upgrade("EIO=4&transport=polling") == "none");
    CHECK(refused_upgrade("EIO=4&transport=polling&sid=P") == "none");
    CHECK(refused_upgrade("EIO=4&transport=polling&sid=gone") == "1");
    http::Request upgrade;
    http::read_target("/socket.io/?EIO=4&transport=polling", upgrade);
    CHECK(leads_nowhere(upgrade));
    http::read_target("/socket.io/?EIO=4&transport=websocket", upgrade);
    CHECK_FALSE(leads_nowhere(upgrade));
}

TEST_CASE("Any other protocol is unsupported", "[engineio]") {
    for (const auto* protocol : {"2", "5", "abc", "", "04", "4.0", "+4", "3 "}) {
        CAPTURE(protocol);
        CHECK(refusal("GET", std::string("transport=polling&EIO=") + protocol) == "5");
    }
    CHECK(refusal("GET", "transport=polling") == "5");
    CHECK(refused_upgrade("transport=websocket") == "5");
}

TEST_CASE("A plain refusal is JSON with code and message", "[engineio]") {
    CHECK(text_of(refuse_plain(RefusalCode::unknown_transport)) ==
          R"(400 {"code":0,"message":"Transport unknown"})");
    CHECK(text_of(refuse_plain(RefusalCode::unknown_sid)) ==
          R"(400 {"code":1,"message":"Session ID unknown"})");
    CHECK(text_of(refuse_plain(RefusalCode::bad_handshake_method)) ==
          R"(400 {"code":2,"message":"Bad handshake method"})");
    CHECK(text_of(refuse_plain(RefusalCode::bad_request)) == R"(400 {"code":3,"message":"Bad request"})");
    CHECK(text_of(refuse_plain(RefusalCode::unsupported_protocol)) ==
          R"(400 {"code":5,"message":"Unsupported protocol version"})");
    CHECK(refuse_plain(RefusalCode::unknown_sid).content_type == "application/json");
}

TEST_CASE("A refused upgrade is the message as text", "[engineio]") {
    const auto response = refuse_upgrade(RefusalCode::bad_request);
    CHECK(text_of(response) == "400 Bad request");
    CHECK(response.content_type == "text/html");
}

TEST_CASE("A veto has the shape of a refusal, with a status and a message of its own", "[engineio]") {
    CHECK(text_of(veto_plain(401, "No")) == R"(401 {"code":4,"message":"No"})");
    CHECK(veto_plain(503, "No").content_type == "application/json");
    CHECK(text_of(veto_upgrade(401, "No")) == "401 No");
    CHECK(veto_upgrade(503, "No").content_type == "text/html");
}

TEST_CASE("The handshake's data has the reference server's keys, in its order", "[engineio]") {
    CHECK(
        handshake_data("SID", Transport::polling, {}) ==
        R"({"sid":"SID","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})");
}

TEST_CASE("The handshake over a WebSocket offers no upgrade", "[engineio]") {
    const Timings timings{Milliseconds{300}, Milliseconds{200}, Milliseconds{100}, 512};
    CHECK(handshake_data("SID", Transport::websocket, timings) ==
          R"({"sid":"SID","upgrades":[],"pingInterval":300,"pingTimeout":200,"maxPayload":512})");
}

TEST_CASE("A client parses a server's handshake", "[engineio]") {
    const Timings timings{Milliseconds{300}, Milliseconds{200}, Milliseconds{100}, 512};
    const auto polling = parse_handshake_data(handshake_data("SID", Transport::polling, timings));
    REQUIRE(polling);
    CHECK(polling->sid == "SID");
    CHECK(polling->offers_websocket);
    CHECK(polling->timings.ping_interval == Milliseconds{300});
    CHECK(polling->timings.ping_timeout == Milliseconds{200});
    CHECK(polling->timings.max_payload == 512);
    const auto websocket = parse_handshake_data(handshake_data("SID", Transport::websocket, timings));
    REQUIRE(websocket);
    CHECK_FALSE(websocket->offers_websocket);
}

TEST_CASE("A handshake may have unknown members; missing or odd ones get their defaults", "[engineio]") {
    for (const auto* data :
         {R"({"sid":"SID"})", R"({"sid":"SID","more":[{}]})",
          R"({"sid":"SID","pingInterval":0,"pingTimeout":-1,"maxPayload":0,"upgrades":{"websocket":1}})",
          R"({"sid":"SID","pingInterval":"1","pingTimeout":1.5,"maxPayload":null,"upgrades":"websocket"})",
          R"({"sid":"SID","upgrades":[1,null,"webtransport"]})"}) {
        CAPTURE(data);
        const auto handshake = parse_handshake_data(data);
        REQUIRE(handshake);
        CHECK_FALSE(handshake->offers_websocket);
        CHECK(handshake->timings.ping_interval == Timings().ping_interval);
        CHECK(handshake->timings.ping_timeout == Timings().ping_timeout);
        CHECK(handshake->timings.max_payload == Timings().max_payload);
    }
}

TEST_CASE("A server cannot make a client wait for years", "[engineio]") {
    const auto handshake = parse_handshake_data(
        R"({"sid":"SID","pingInterval":18446744073709551615,"pingTimeout":9223372036854775807})");
    REQUIRE(handshake);
    CHECK(handshake->timings.ping_interval == std::chrono::hours(24));
    CHECK(handshake->timings.ping_timeout == std::chrono::hours(24));
}

TEST_CASE("Data without a sid is not a handshake", "[engineio]") {
    const auto deep = std::string(100000, '[');
    const auto long_sid = R"({"sid":")" + std::string(1001, 'x') + "\"}";
    for (const auto& data :
         {std::string(), std::string("x"), std::string("[]"), std::string("null"), std::string("{}"),
          std::string(R"({"sid":""})"), std::string(R"({"sid":1})"), deep, long_sid}) {
        CAPTURE(data.substr(0, 20));
        CHECK_FALSE(parse_handshake_data(data));
    }
}

} // namespace chatmock::engineio
