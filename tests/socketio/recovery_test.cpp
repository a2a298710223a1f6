#include "socketio/recovery.hpp"

#include "socketio/socket.hpp"
#include "support/results.hpp"

namespace chatmock::socketio {

namespace {

EventReceived event(std::string_view arguments, std::optional<std::uint64_t> ack_id = std::nullopt) {
    return {"/", "NewMessage", json_of(arguments), ack_id};
}

// The remaining arguments, and the offset.
std::string taken(std::string_view arguments, Recovery recovery,
                  std::optional<std::uint64_t> ack_id = std::nullopt) {
    auto heard = event(arguments, ack_id);
    const auto offset = take_offset(heard, recovery);
    return to_text(heard.arguments) + " " + offset.value_or("none");
}

Recovery announced(std::string_view packet, Protocol protocol, const std::string& namespace_name = "/") {
    Socket socket(protocol, namespace_name);
    const auto meaning = socket.receive({false, std::string(packet)});
    const auto* connected = std::get_if<Connected>(&meaning);
    REQUIRE(connected != nullptr);
    return connected->recovery;
}

} // namespace

TEST_CASE("A pid announces recovery, in its namespace", "[socketio]") {
    CHECK(announced(R"(0{"sid":"S","pid":"P"})", Protocol::v5) == Recovery::on);
    CHECK(announced(R"(0/chat,{"sid":"S","pid":"P"})", Protocol::v5, "/chat") == Recovery::on);
    CHECK(announced(R"(0{"sid":"S"})", Protocol::v5) == Recovery::off);
    CHECK(announced(R"(0{"sid":"S","pid":null})", Protocol::v5) == Recovery::off);
    CHECK(announced("0", Protocol::v4) == Recovery::unknown);
}

TEST_CASE("With recovery, a text that ends the arguments is the offset", "[socketio]") {
    CHECK(taken(R"([{"id":1},"YUlm"])", Recovery::on) == R"([{"id":1}] YUlm)");
    CHECK(taken(R"([{"id":1},"1700000000000-0"])", Recovery::on) == R"([{"id":1}] 1700000000000-0)");
    CHECK(taken(R"([1,2,"with blanks, whatever"])", Recovery::on) == "[1,2] with blanks, whatever");
    CHECK(taken(R"(["YUlm"])", Recovery::on) == "[] YUlm");
}

TEST_CASE("A volatile event, one that asks for an acknowledgement, and one without arguments have none",
          "[socketio]") {
    CHECK(taken(R"([{"id":1}])", Recovery::on) == R"([{"id":1}] none)");
    CHECK(taken(R"([{"id":1},"YUlm"])", Recovery::on, 7) == R"([{"id":1},"YUlm"] none)");
    CHECK(taken("[]", Recovery::on) == "[] none");
    CHECK(taken(R"([{"id":1},7])", Recovery::on) == R"([{"id":1},7] none)");
}

TEST_CASE("Without recovery, a text is an argument", "[socketio]") {
    CHECK(taken(R"([{"id":1},"YUlm"])", Recovery::off) == R"([{"id":1},"YUlm"] none)");
}

TEST_CASE("In protocol 4, a text that looks like an offset after an argument is one", "[socketio]") {
    for (const auto* offset :
         {"PLLkwAz", "PLLkwAz.3", "1700000000000-0", "65b2f1c0a1b2c3d4e5f60718", "YUlm"}) {
        CAPTURE(offset);
        CHECK(taken("[{\"id\":1},\"" + std::string(offset) + "\"]", Recovery::unknown) ==
              std::string("[{\"id\":1}] ") + offset);
    }
    for (const auto* text : {"extra", "Two words", "1", "", "Grüße1"}) {
        CAPTURE(text);
        const auto arguments = "[{\"id\":1},\"" + std::string(text) + "\"]";
        CHECK(taken(arguments, Recovery::unknown) == arguments + " none");
    }
    CHECK(taken(R"(["PLLkwAz"])", Recovery::unknown) == R"(["PLLkwAz"] none)");
}

TEST_CASE("An event with bytes has its offset behind them", "[socketio]") {
    Socket socket(Protocol::v5, "/");
    socket.receive({false, R"(51-["a",{"_placeholder":true,"num":0},"YUlm"])"});
    auto meaning = socket.receive({true, "bytes"});
    auto* heard = std::get_if<EventReceived>(&meaning);
    REQUIRE(heard != nullptr);
    CHECK(take_offset(*heard, Recovery::on) == "YUlm");
    REQUIRE(heard->arguments.size() == 1);
    CHECK(heard->arguments[0].is_binary());
}

} // namespace chatmock::socketio
