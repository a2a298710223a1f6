#include "socketio/client.hpp"

#include "support/results.hpp"

namespace chatmock::socketio {

namespace {

Client client_in_main(Protocol protocol = Protocol::v5) {
    Client client(protocol);
    client.accept("/", "SID", 1);
    return client;
}

struct MeaningText {
    std::string operator()(const ConnectRequested& connect) const {
        return "connect " + connect.namespace_name + " " + to_text(connect.auth);
    }
    std::string operator()(const EventReceived& event) const {
        const auto ack = event.ack_id ? " ack " + std::to_string(*event.ack_id) : "";
        return "event " + event.namespace_name + " " + event.name + " " + to_text(event.arguments) + ack;
    }
    std::string operator()(const Acknowledged& acknowledged) const {
        return std::string(acknowledged.is_stray ? "stray " : "") + "acknowledged " +
               std::to_string(acknowledged.ack_id) + " " + to_text(acknowledged.arguments);
    }
    std::string operator()(const Left& left) const { return "left " + std::to_string(left.member); }
    std::string operator()(const Broken& broken) const {
        CHECK_FALSE(broken.message.empty());
        return "broken";
    }
    std::string operator()(const Ignored&) const { return "ignored"; }
};

std::string meaning(Client& client, std::string_view text) {
    return std::visit(MeaningText{}, client.receive({false, std::string(text)}));
}

std::string meaning_in_main(std::string_view text) {
    auto client = client_in_main();
    return meaning(client, text);
}

std::string meaning_when_new(std::string_view text) {
    Client client(Protocol::v5);
    return meaning(client, text);
}

} // namespace

TEST_CASE("A CONNECT requests to join, with its payload", "[socketio]") {
    CHECK(meaning_when_new("0") == "connect / null");
    CHECK(meaning_when_new(R"(0{"token":"x"})") == R"(connect / {"token":"x"})");
    CHECK(meaning_when_new("0/custom,") == "connect /custom null");
}

TEST_CASE("A client that asked to join has not joined until it is accepted", "[socketio]") {
    Client client(Protocol::v5);
    client.receive({false, "0"});
    CHECK_FALSE(client.has_joined("/"));
    CHECK(client.accept("/", "SID", 1) == R"(0{"sid":"SID"})");
    CHECK(client.has_joined("/"));
    CHECK(client.accept("/custom", "OTHER", 2) == R"(0/custom,{"sid":"OTHER"})");
    CHECK(client.has_joined("/custom"));
}

TEST_CASE("Protocol 4 is accepted without a payload, and shows the session's sid", "[socketio]") {
    Client client(Protocol::v4);
    CHECK(client.accept("/", "SID", 1) == "0");
    CHECK(client.accept("/custom", "SID", 2) == "0/custom,");
    CHECK(client.visible_sid("/", "SID", "ENGINE") == "ENGINE");
    CHECK(client.visible_sid("/custom", "SID", "ENGINE") == "/custom#ENGINE");
    CHECK(Client(Protocol::v5).visible_sid("/", "SID", "ENGINE") == "SID");
}

TEST_CASE("A refusal has the shape of the client's protocol", "[socketio]") {
    const Client v5(Protocol::v5);
    const Client v4(Protocol::v4);
    const Json data = {{"code", 401}};
    CHECK(v5.refuse("/", "Unauthorization", Json()) == R"(4{"message":"Unauthorization"})");
    CHECK(v5.refuse("/", "Unauthorization", data) == R"(4{"message":"Unauthorization","data":{"code":401}})");
    CHECK(v4.refuse("/", "Unauthorization", Json()) == R"(4"Unauthorization")");
    CHECK(v4.refuse("/", "Unauthorization", data) == R"(4{"code":401})");
    CHECK(v5.refuse("/denied", "nope", Json()) == R"(4/denied,{"message":"nope"})");
    CHECK(v4.refuse("/denied", "nope", Json()) == R"(4/denied,"nope")");
}

TEST_CASE("An unknown namespace is reported in the same form in both protocols", "[socketio]") {
    for (const auto protocol : {Protocol::v4, Protocol::v5}) {
        CHECK(Client(protocol).unknown_namespace("/random") == R"(4/random,{"message":"Invalid namespace"})");
    }
}

TEST_CASE("An event is its namespace, name, arguments and acknowledgement id", "[socketio]") {
    CHECK(meaning_in_main(R"(2["typing",{"group_id":7},1])") == R"(event / typing [{"group_id":7},1])");
    CHECK(meaning_in_main(R"(27["typing"])") == "event / typing [] ack 7");
    CHECK(meaning_in_main("2[1,2]") == "event / 1 [2]");
    CHECK(meaning_in_main(R"(2["error"])") == "event / error []");
    auto client = client_in_main();
    client.accept("/custom", "OTHER", 2);
    CHECK(meaning(client, R"(2/custom,7["typing"])") == "event /custom typing [] ack 7");
}

TEST_CASE("An acknowledgement names the packet that asked for it", "[socketio]") {
    auto client = client_in_main();
    CHECK(client.next_ack_id("/") == 0);
    CHECK(meaning(client, R"(30["ok",1])") == R"(acknowledged 0 ["ok",1])");
    CHECK(meaning_in_main("3[]") == "ignored");
    CHECK(meaning_in_main("2") == "ignored");
}

TEST_CASE("Acknowledgement ids count in each namespace from 0", "[socketio]") {
    auto client = client_in_main();
    client.accept("/custom", "OTHER", 2);
    CHECK(client.next_ack_id("/") == 0);
    CHECK(client.next_ack_id("/") == 1);
    CHECK(client.next_ack_id("/custom") == 0);
}

TEST_CASE("A client that leaves one namespace stays in the others, and may join again", "[socketio]") {
    auto client = client_in_main();
    client.accept("/custom", "OTHER", 2);
    CHECK(meaning(client, "1/custom,") == "left 2");
    CHECK_FALSE(client.has_joined("/custom"));
    CHECK(client.has_joined("/"));
    CHECK(meaning(client, "0/custom,") == "connect /custom null");
}

TEST_CASE("A client that the server disconnects gets a packet, and has left", "[socketio]") {
    auto client = client_in_main();
    CHECK(client.disconnect("/") == "1");
    CHECK_FALSE(client.has_joined("/"));
    client.accept("/custom", "OTHER", 2);
    CHECK(client.disconnect("/custom") == "1/custom,");
}

TEST_CASE("A second connect breaks the protocol", "[socketio]") { CHECK(meaning_in_main("0") == "broken"); }

TEST_CASE("Any packet except CONNECT breaks the protocol before the client has joined", "[socketio]") {
    for (const auto* text : {R"(2["typing"])", "2", "1", "3[]", "1/custom"}) {
        CAPTURE(text);
        CHECK(meaning_when_new(text) == "broken");
    }
    CHECK(meaning_in_main(R"(2/custom,["typing"])") == "broken");
    CHECK(meaning_in_main("1/custom") == "broken");
}

TEST_CASE("Malformed packets break the protocol", "[socketio]") {
    for (const auto* text : {"2{}", "2[]", R"(2["connect"])", R"(2["disconnect"])", R"(2abc["x"])", "9", "",
                             "/custom", R"(5["x"])", R"(50-["x"])", R"(511-["x"])", R"(4{"message":"no"})",
                             "0[]", R"(0"x")", "0null", "1{}"}) {
        CAPTURE(text);
        CHECK(meaning_in_main(text) == "broken");
    }
}

TEST_CASE("A binary event is complete with its last attachment", "[socketio]") {
    auto client = client_in_main();
    CHECK(meaning(client, R"(52-["file",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}])") ==
          "ignored");
    CHECK(std::holds_alternative<Ignored>(client.receive({true, "\x01"})));
    const auto last = client.receive({true, "\x02"});
    REQUIRE(std::holds_alternative<EventReceived>(last));
    CHECK(std::get<EventReceived>(last).arguments == Json::array({Json::binary({1}), Json::binary({2})}));
}

TEST_CASE("An acknowledgement may announce attachments and have no payload that names them", "[socketio]") {
    auto client = client_in_main();
    CHECK(meaning(client, "61-7") == "ignored");
    const auto last = client.receive({true, "bytes"});
    REQUIRE(std::holds_alternative<Acknowledged>(last));
    CHECK(std::get<Acknowledged>(last).ack_id == 7);
    CHECK(meaning(client, R"(2["typing"])") == R"(event / typing [])");
}

TEST_CASE("Bytes that nothing announced break the protocol", "[socketio]") {
    auto client = client_in_main();
    CHECK(std::holds_alternative<Broken>(client.receive({true, "\x01\x02"})));
}

TEST_CASE("Text while attachments are due breaks the protocol", "[socketio]") {
    auto client = client_in_main();
    meaning(client, R"(51-["file",{"_placeholder":true,"num":0}])");
    CHECK(meaning(client, R"(2["typing"])") == "broken");
}

TEST_CASE("An acknowledgement that no event asked for, or a second one, is a stray one", "[socketio]") {
    auto client = client_in_main();
    client.accept("/custom", "SID2", 2);
    CHECK(meaning(client, R"(37["x"])") == R"(stray acknowledged 7 ["x"])");
    CHECK(client.next_ack_id("/") == 0);
    CHECK(client.next_ack_id("/") == 1);
    CHECK(meaning(client, R"(3/custom,1["x"])") == R"(stray acknowledged 1 ["x"])");
    CHECK(meaning(client, R"(31["x"])") == R"(acknowledged 1 ["x"])");
    CHECK(meaning(client, R"(31["x"])") == R"(stray acknowledged 1 ["x"])");
    CHECK(meaning(client, R"(30["x"])") == R"(acknowledged 0 ["x"])");
}

TEST_CASE("Of too many acknowledgements that a client owes, the oldest is forgotten", "[socketio]") {
    auto client = client_in_main();
    for (int i = 0; i <= 10000; ++i) client.next_ack_id("/");
    CHECK(meaning(client, "30[]") == "stray acknowledged 0 []");
    CHECK(meaning(client, "31[]") == "acknowledged 1 []");
    CHECK(meaning(client, "310000[]") == "acknowledged 10000 []");
}

TEST_CASE("A query behind a namespace is the URL's in protocol 4, and part of the name in protocol 5",
          "[socketio]") {
    Client older(Protocol::v4);
    CHECK(meaning(older, "0/custom?x=1,") == "connect /custom null");
    Client newer(Protocol::v5);
    CHECK(meaning(newer, "0/custom?x=1,") == "connect /custom?x=1 null");
}

} // namespace chatmock::socketio
