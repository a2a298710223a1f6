#include "socketio/socket.hpp"

#include "support/results.hpp"

namespace chatmock::socketio {

namespace {

struct MeaningText {
    std::string operator()(const Connected& connected) const { return "connected " + connected.sid; }
    std::string operator()(const Refused& refused) const {
        return "refused " + refused.message + " " + to_text(refused.data);
    }
    std::string operator()(const EventReceived& event) const {
        const auto ack = event.ack_id ? " ack " + std::to_string(*event.ack_id) : "";
        return "event " + event.namespace_name + " " + event.name + " " + to_text(event.arguments) + ack;
    }
    std::string operator()(const Disconnected&) const { return "disconnected"; }
    std::string operator()(const Broken& broken) const {
        CHECK_FALSE(broken.message.empty());
        return "broken";
    }
    std::string operator()(const Ignored&) const { return "ignored"; }
};

std::string meaning(Socket& socket, const engineio::Message& message) {
    return std::visit(MeaningText{}, socket.receive(message));
}

std::string meaning(std::string_view text, Protocol protocol = Protocol::v5,
                    const std::string& namespace_name = "/") {
    Socket socket(protocol, namespace_name);
    return meaning(socket, {false, std::string(text)});
}

} // namespace

TEST_CASE("A client asks to be let in, where the server does not do it unasked", "[socketio]") {
    CHECK(Socket(Protocol::v5, "/").connect() == "0");
    CHECK(Socket(Protocol::v5, "/custom").connect() == "0/custom,");
    CHECK_FALSE(Socket(Protocol::v4, "/").connect());
    CHECK(Socket(Protocol::v4, "/custom").connect() == "0/custom,");
}

TEST_CASE("The payload of CONNECT goes to any namespace, in protocol 5 alone", "[socketio]") {
    const auto auth = json_of(R"({"token":"T"})");
    CHECK(Socket(Protocol::v5, "/", auth).connect() == R"(0{"token":"T"})");
    CHECK(Socket(Protocol::v5, "/custom", auth).connect() == R"(0/custom,{"token":"T"})");
    CHECK_FALSE(Socket(Protocol::v4, "/", auth).connect());
    CHECK(Socket(Protocol::v4, "/custom", auth).connect() == "0/custom,");
}

TEST_CASE("A client says which namespace it leaves", "[socketio]") {
    CHECK(Socket(Protocol::v5, "/").disconnect() == "1");
    CHECK(Socket(Protocol::v4, "/custom").disconnect() == "1/custom,");
}

TEST_CASE("A client that is let in learns its sid, where the protocol has one", "[socketio]") {
    CHECK(meaning(R"(0{"sid":"S","pid":"P"})") == "connected S");
    CHECK(meaning(R"(0/custom,{"sid":"S"})", Protocol::v5, "/custom") == "connected S");
    CHECK(meaning("0", Protocol::v4) == "connected ");
    CHECK(meaning("0/custom", Protocol::v4, "/custom") == "connected ");
    CHECK(meaning("0/custom?a=b,", Protocol::v4, "/custom") == "connected ");
}

TEST_CASE("In protocol 5 to be let in without a sid breaks the protocol", "[socketio]") {
    for (const auto* text : {"0", "0{}", R"(0{"sid":7})", R"(0{"sid":null})", "0[]"}) {
        CAPTURE(text);
        CHECK(meaning(text) == "broken");
    }
}

TEST_CASE("A refusal has the server's message, in the form of each protocol", "[socketio]") {
    CHECK(meaning(R"(4{"message":"Unauthorization"})") == "refused Unauthorization null");
    CHECK(meaning(R"(4{"message":"no","data":{"code":7}})") == R"(refused no {"code":7})");
    CHECK(meaning(R"(4/custom,{"message":"Invalid namespace"})", Protocol::v5, "/custom") ==
          "refused Invalid namespace null");
    CHECK(meaning(R"(4"Unauthorization")", Protocol::v4) == "refused Unauthorization null");
    CHECK(meaning(R"(4{"why":1})", Protocol::v4) == R"(refused {"why":1} null)");
    CHECK(meaning(R"(4{"message":7})") == R"(refused {"message":7} null)");
    CHECK(meaning("4[1]") == "refused [1] null");
    CHECK(meaning("4") == "refused {} null");
    CHECK(meaning("4 1") == "broken"); // it could be an acknowledgement id
}

TEST_CASE("An event has a name, arguments, and perhaps a wish to be acknowledged", "[socketio]") {
    CHECK(meaning(R"(2["NewMessage",{"id":1}])") == R"(event / NewMessage [{"id":1}])");
    CHECK(meaning(R"(2/custom,7["a",1,"b"])", Protocol::v5, "/custom") == R"(event /custom a [1,"b"] ack 7)");
    CHECK(meaning(R"(2["a"])", Protocol::v4) == "event / a []");
    CHECK(meaning("2[5,true]") == "event / 5 [true]");
}

TEST_CASE("Bytes of an event follow it", "[socketio]") {
    Socket socket(Protocol::v5, "/");
    CHECK(meaning(socket,
                  {false, R"(52-["a",{"_placeholder":true,"num":1},{"x":{"_placeholder":true,"num":0}}])"}) ==
          "ignored");
    CHECK(meaning(socket, {true, "one"}) == "ignored");
    const auto whole = socket.receive({true, "two"});
    const auto* event = std::get_if<EventReceived>(&whole);
    REQUIRE(event);
    CHECK(event->name == "a");
    const auto bytes_of = [](const Json& json) {
        REQUIRE(json.is_binary());
        return std::string(json.get_binary().begin(), json.get_binary().end());
    };
    CHECK(bytes_of(event->arguments.at(0)) == "two");
    CHECK(bytes_of(event->arguments.at(1).at("x")) == "one");
    CHECK(meaning(socket, {false, R"(2["b"])"}) == "event / b []");
}

TEST_CASE("Unannounced bytes, or text in their place, break the protocol", "[socketio]") {
    Socket socket(Protocol::v5, "/");
    CHECK(meaning(socket, {true, "bytes"}) == "broken");
    meaning(socket, {false, R"(51-["a",{"_placeholder":true,"num":0}])"});
    CHECK(meaning(socket, {false, R"(2["b"])"}) == "broken");
}

TEST_CASE("A placeholder without its bytes breaks the protocol", "[socketio]") {
    for (const auto* number : {"1", "-1", "0.5", "\"0\"", "null"}) {
        CAPTURE(number);
        Socket socket(Protocol::v5, "/");
        meaning(socket, {false, std::string(R"(51-["a",{"_placeholder":true,"num":)") + number + "}]"});
        CHECK(meaning(socket, {true, "bytes"}) == "broken");
    }
}

TEST_CASE("The server may take a client out", "[socketio]") {
    CHECK(meaning("1") == "disconnected");
    CHECK(meaning("1/custom,", Protocol::v4, "/custom") == "disconnected");
}

TEST_CASE("A packet for another namespace is ignored", "[socketio]") {
    for (const auto* text : {R"(0{"sid":"S"})", R"(4{"message":"no"})", R"(2["a"])", "1"}) {
        CAPTURE(text);
        CHECK(meaning(text, Protocol::v5, "/custom") == "ignored");
    }
    CHECK(meaning("0", Protocol::v4, "/custom") == "ignored");
    CHECK(meaning(R"(2/custom,["a"])") == "ignored");
}

TEST_CASE("Acknowledgements, and an event without anything, are ignored", "[socketio]") {
    CHECK(meaning("31[]") == "ignored");
    CHECK(meaning("37") == "ignored");
    CHECK(meaning("2") == "ignored");
    Socket socket(Protocol::v5, "/");
    meaning(socket, {false, R"(61-1[{"_placeholder":true,"num":0}])"});
    CHECK(meaning(socket, {true, "bytes"}) == "ignored");
    meaning(socket, {false, "61-1"});
    CHECK(meaning(socket, {true, "bytes"}) == "ignored");
}

TEST_CASE("A text that is not a packet breaks the protocol", "[socketio]") {
    for (const auto* text :
         {"", "7", "x", "2{}", "2[]", "2[null]", "2[\"a\"", "2[\"connect\"]", "5[\"a\"]", "50-[\"a\"]",
          "511-[\"a\"]", "51-", "2[1e999]", "299999999999999999999[\"a\"]", "1{}", "0[1]", "3{}"}) {
        CAPTURE(text);
        CHECK(meaning(text) == "broken");
    }
    CHECK(meaning("2" + std::string(100000, '[')) == "broken");
}

} // namespace chatmock::socketio
