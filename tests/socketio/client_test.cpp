#include "socketio/client.hpp"

#include "support/results.hpp"

namespace chatmock::socketio {

namespace {

Client connected_client() {
    Client client;
    client.accept("SID");
    return client;
}

struct MeaningText {
    std::string operator()(const ConnectRequested& connect) const {
        return "connect " + connect.namespace_name + " " + to_text(connect.auth);
    }
    std::string operator()(const EventReceived& event) const {
        const auto ack = event.ack_id ? " ack " + std::to_string(*event.ack_id) : "";
        return "event " + event.name + " " + to_text(event.arguments) + ack;
    }
    std::string operator()(const Left&) const { return "left"; }
    std::string operator()(const Broken& broken) const {
        CHECK_FALSE(broken.message.empty());
        return "broken";
    }
    std::string operator()(const Ignored&) const { return "ignored"; }
};

std::string meaning(Client& client, std::string_view text) {
    return std::visit(MeaningText{}, client.receive({false, std::string(text)}));
}

std::string meaning_when_connected(std::string_view text) {
    auto client = connected_client();
    return meaning(client, text);
}

std::string meaning_when_new(std::string_view text) {
    Client client;
    return meaning(client, text);
}

} // namespace

TEST_CASE("A new client is not connected and has no sid", "[socketio]") {
    CHECK_FALSE(Client().is_connected());
    CHECK(Client().sid().empty());
}

TEST_CASE("A connect asks to join, with what it carries", "[socketio]") {
    CHECK(meaning_when_new("0") == "connect / null");
    CHECK(meaning_when_new(R"(0{"token":"x"})") == R"(connect / {"token":"x"})");
    CHECK(meaning_when_new("0/custom,") == "connect /custom null");
}

TEST_CASE("A client that asked to join is not connected until it is accepted", "[socketio]") {
    Client client;
    client.receive({false, "0"});
    CHECK_FALSE(client.is_connected());
    CHECK(client.accept("SID") == R"(0{"sid":"SID"})");
    CHECK(client.is_connected());
    CHECK(client.sid() == "SID");
}

TEST_CASE("A client that is refused learns why, and may ask again", "[socketio]") {
    Client client;
    client.receive({false, "0"});
    CHECK(client.refuse("/", "Unauthorization") == R"(4{"message":"Unauthorization"})");
    CHECK_FALSE(client.is_connected());
    CHECK(meaning(client, "0") == "connect / null");
}

TEST_CASE("A client that is refused another namespace keeps the main one", "[socketio]") {
    auto client = connected_client();
    CHECK(meaning(client, "0/custom,") == "connect /custom null");
    CHECK(client.refuse("/custom", "Invalid namespace") == R"(4/custom,{"message":"Invalid namespace"})");
    CHECK(client.is_connected());
}

TEST_CASE("An event is its name, its arguments and its acknowledgement id", "[socketio]") {
    CHECK(meaning_when_connected(R"(2["typing",{"group_id":7},1])") == R"(event typing [{"group_id":7},1])");
    CHECK(meaning_when_connected(R"(27["typing"])") == "event typing [] ack 7");
    CHECK(meaning_when_connected("2[1,2]") == "event 1 [2]");
}

TEST_CASE("A client that leaves is not connected, and may join again", "[socketio]") {
    auto client = connected_client();
    CHECK(meaning(client, "1") == "left");
    CHECK_FALSE(client.is_connected());
    CHECK(meaning(client, "0") == "connect / null");
}

TEST_CASE("A client that the server disconnects is told, and is no longer connected", "[socketio]") {
    auto client = connected_client();
    CHECK(client.disconnect() == "1");
    CHECK_FALSE(client.is_connected());
}

TEST_CASE("A client whose transport is gone is not connected", "[socketio]") {
    auto client = connected_client();
    client.forget();
    CHECK_FALSE(client.is_connected());
}

TEST_CASE("A second connect breaks the protocol", "[socketio]") {
    CHECK(meaning_when_connected("0") == "broken");
}

TEST_CASE("Anything but a connect breaks the protocol while not connected", "[socketio]") {
    for (const auto* text : {R"(2["typing"])", "2", "1", "3[]", "1/custom"}) {
        CAPTURE(text);
        CHECK(meaning_when_new(text) == "broken");
    }
}

TEST_CASE("A packet for a namespace that nobody joined breaks the protocol", "[socketio]") {
    CHECK(meaning_when_connected(R"(2/custom,["typing"])") == "broken");
    CHECK(meaning_when_connected("1/custom") == "broken");
}

TEST_CASE("Malformed packets break the protocol", "[socketio]") {
    for (const auto* text : {"2{}", "2[]", R"(2["connect"])", R"(2["disconnect"])", R"(2abc["x"])", "9", "",
                             "/custom", R"(5["x"])", R"(50-["x"])", R"(511-["x"])", R"(4{"message":"no"})",
                             "0[]", R"(0"x")", "0null", "1{}"}) {
        CAPTURE(text);
        CHECK(meaning_when_connected(text) == "broken");
    }
}

TEST_CASE("Acknowledgements that nobody asked for and events without data have no effect", "[socketio]") {
    for (const auto* text : {"2", R"(3["x"])", R"(39["x"])"}) {
        CAPTURE(text);
        auto client = connected_client();
        CHECK(meaning(client, text) == "ignored");
        CHECK(client.is_connected());
    }
}

TEST_CASE("An event with a name like the reserved ones is allowed", "[socketio]") {
    CHECK(meaning_when_connected(R"(2["error"])") == "event error []");
}

TEST_CASE("Binary breaks the protocol", "[socketio]") {
    auto client = connected_client();
    CHECK(std::holds_alternative<Broken>(client.receive({true, "\x01\x02"})));
    CHECK(meaning(client, R"(51-["file",{"_placeholder":true,"num":0}])") == "broken");
}

} // namespace chatmock::socketio
