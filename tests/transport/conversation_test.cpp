#include "support/conversation.hpp"

namespace chatmock {

namespace {

using engineio::Protocol;
using engineio::Transports;

engineio::ClientSettings settings_for(Protocol protocol, Transports transports, const std::string& token) {
    engineio::ClientSettings settings;
    settings.protocol = protocol;
    settings.transports = transports;
    if (!token.empty()) settings.query["jwt_token"] = token;
    return settings;
}

std::string shown(Protocol protocol, Transports transports) {
    const auto name = transports == Transports::polling     ? "polling"
                      : transports == Transports::websocket ? "websocket"
                                                            : "upgrade";
    return "Engine.IO " + std::to_string(number_of(protocol)) + " by " + name;
}

Json payload_of(const std::string& event, const std::string& fixture) {
    return json_of(text_of_file(repository() / "fixtures" / "events" / event / (fixture + ".json")));
}

core::Inject injection(const std::string& event, const std::string& fixture) {
    core::Inject inject;
    inject.event = event;
    inject.fixture = fixture;
    return inject;
}

const std::vector<std::pair<std::string, std::string>> injected = {
    {"NewMessage", "emoji-and-rtl"}, {"NewMember", "rtl-name"},      {"DeleteMember", "default"},
    {"ViewedMessage", "default"},    {"UpdatedGroup", "emoji-name"},
};

// A client joins, receives an injection, stays for ten minutes of heartbeats, receives another injection, and
// leaves. Returns the length of the longest piece, in bytes.
std::size_t play(Protocol protocol, Transports transports, Cut cut) {
    Conversation talk(settings_for(protocol, transports, "alice"), std::move(cut));
    talk.client_does(socketio::Start{});
    REQUIRE(talk.all<socketio::Opened>().size() == 1);
    REQUIRE(talk.all<socketio::Connected>().size() == 1);
    CHECK(talk.all<socketio::Upgraded>().size() == (transports == Transports::upgrade ? 1 : 0));
    const bool by_websocket = transports != Transports::polling;
    CHECK(talk.session().transport() ==
          (by_websocket ? engineio::Transport::websocket : engineio::Transport::polling));

    for (int round = 0; round < 2; ++round) {
        for (const auto& [event, fixture] : injected) talk.call(injection(event, fixture));
        if (round == 0) talk.pass(std::chrono::minutes(10));
    }
    const auto heard = talk.all<socketio::EventReceived>();
    REQUIRE(heard.size() == 2 * injected.size());
    for (std::size_t i = 0; i < heard.size(); ++i) {
        const auto& [event, fixture] = injected[i % injected.size()];
        CHECK(heard[i].name == event);
        CHECK(heard[i].arguments == Json::array({payload_of(event, fixture)}));
    }

    talk.client_does(socketio::Close{});
    const auto ended = talk.all<socketio::Ended>();
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].reason == engineio::close_reason::client_disconnect);
    CHECK(talk.all<socketio::Refused>().empty());
    CHECK(talk.world().journal("violation").empty());
    CHECK(talk.world().journal("disconnect").at(0).at("reason") == "client namespace disconnect");
    CHECK(talk.world().journal("close").size() == 1);
    CHECK(talk.world().state().connections.all().empty());
    return talk.longest();
}

} // namespace

TEST_CASE("A client and a world understand each other", "[conversation]") {
    for (const auto protocol : {Protocol::v3, Protocol::v4}) {
        for (const auto transports : {Transports::polling, Transports::websocket, Transports::upgrade}) {
            CAPTURE(shown(protocol, transports));
            const auto longest = play(protocol, transports, whole);
            play(protocol, transports, byte_by_byte);
            for (std::size_t at = 1; at < longest; ++at) {
                CAPTURE(at);
                play(protocol, transports, cut_at(at));
            }
        }
    }
}

TEST_CASE("A client learns of its refusal, in every way of the world", "[conversation]") {
    for (const auto protocol : {Protocol::v3, Protocol::v4}) {
        for (const auto transports : {Transports::polling, Transports::websocket, Transports::upgrade}) {
            CAPTURE(shown(protocol, transports));
            Conversation by_connect_error(settings_for(protocol, transports, ""), byte_by_byte);
            by_connect_error.client_does(socketio::Start{});
            REQUIRE(by_connect_error.all<socketio::Refused>().size() == 1);
            CHECK(by_connect_error.all<socketio::Refused>()[0].message == "Unauthorization");
            CHECK(by_connect_error.all<socketio::Connected>().empty());
            CHECK(by_connect_error.all<socketio::Ended>().empty());

            Conversation by_http(settings_for(protocol, transports, "bob"), byte_by_byte,
                                 R"({"auth":{"rules":[
                {"match":{},"outcome":{"do":"reject","via":"http","status":403}}]}})");
            by_http.client_does(socketio::Start{});
            REQUIRE(by_http.all<socketio::Refused>().size() == 1);
            CHECK(by_http.all<socketio::Refused>()[0].message == "Unauthorization");
            CHECK(by_http.all<socketio::Refused>()[0].data == Json{{"status", 403}});
            CHECK(by_http.all<socketio::Ended>().size() == 1);

            Conversation by_event(settings_for(protocol, transports, "bob"), byte_by_byte,
                                  R"({"auth":{"rules":[
                {"match":{},"outcome":{"do":"reject","via":"event"}}]}})");
            by_event.client_does(socketio::Start{});
            REQUIRE(by_event.all<socketio::EventReceived>().size() == 1);
            CHECK(by_event.all<socketio::EventReceived>()[0].name == "error");
            CHECK(by_event.all<socketio::Disconnected>().size() == 1);
        }
    }
}

TEST_CASE("A client learns why its connection has ended", "[conversation]") {
    struct Way {
        policy::DisconnectAs as;
        std::string_view reason;
    };
    const std::vector<Way> ways = {
        {policy::DisconnectAs::transport_close, engineio::close_reason::transport_close},
        {policy::DisconnectAs::ping_timeout, engineio::close_reason::ping_timeout},
        {policy::DisconnectAs::parse_error, engineio::close_reason::parse_error},
    };
    for (const auto protocol : {Protocol::v3, Protocol::v4}) {
        for (const auto& way : ways) {
            CAPTURE(number_of(protocol), way.reason);
            Conversation talk(settings_for(protocol, Transports::upgrade, "alice"), byte_by_byte);
            talk.client_does(socketio::Start{});
            core::Disconnect disconnect;
            disconnect.as = way.as;
            talk.call(disconnect);
            talk.pass(std::chrono::minutes(2));
            REQUIRE(talk.all<socketio::Ended>().size() == 1);
            CHECK(talk.all<socketio::Ended>()[0].reason == way.reason);
        }
    }
}

} // namespace chatmock
