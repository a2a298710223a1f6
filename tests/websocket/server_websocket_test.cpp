#include "websocket/server_websocket.hpp"

#include "support/catch.hpp"
#include "support/cut.hpp"

#include <string>
#include <utility>
#include <vector>

namespace chatmock::websocket {

namespace {

constexpr std::size_t message_bytes_max = 1000;

// A client's frame, masked with `1234`.
std::string frame(unsigned opcode, std::string_view payload, bool final = true) {
    constexpr std::string_view mask = "1234";
    std::string bytes;
    bytes += static_cast<char>(opcode | (final ? 0x80U : 0U));
    if (payload.size() < 126) {
        bytes += static_cast<char>(0x80U | payload.size());
    } else {
        bytes += '\xfe';
        bytes += static_cast<char>(payload.size() >> 8U);
        bytes += static_cast<char>(payload.size() & 0xffU);
    }
    bytes += mask;
    for (std::size_t i = 0; i < payload.size(); ++i) bytes += static_cast<char>(payload[i] ^ mask[i % 4]);
    return bytes;
}

std::string text(std::string_view payload) { return frame(1, payload); }
std::string ping(std::string_view payload) { return frame(9, payload); }
std::string close(unsigned code, std::string_view reason = "") {
    const std::string bytes{static_cast<char>(code >> 8U), static_cast<char>(code & 0xffU)};
    return frame(8, bytes + std::string(reason));
}

// The frame that a server sends: unmasked and short.
std::string sent(unsigned opcode, std::string_view payload) {
    return std::string{static_cast<char>(0x80U | opcode), static_cast<char>(payload.size())} +
           std::string(payload);
}
std::string sent_close(unsigned code, std::string_view reason = "") {
    const std::string bytes{static_cast<char>(code >> 8U), static_cast<char>(code & 0xffU)};
    return sent(8, bytes + std::string(reason));
}

// The result of the bytes, in order: `<message>` and the bytes that are sent.
struct Outcome {
    std::string events;
    std::string violation;
    bool closed = false;

    bool operator==(const Outcome& other) const {
        return events == other.events && violation == other.violation && closed == other.closed;
    }
};

Outcome outcome_of(const std::string& bytes, const Cut& cut) {
    ServerWebSocket socket(message_bytes_max);
    Outcome outcome;
    for (const auto piece : cut(bytes)) {
        std::string received(piece);
        ByteSpan rest{received.data(), received.size()};
        for (;;) {
            const auto message = socket.next(rest);
            outcome.events += socket.take_output();
            if (!message) break;
            outcome.events += '<' + message->data + '>';
        }
    }
    outcome.violation = socket.violation();
    outcome.closed = socket.is_closed();
    return outcome;
}

} // namespace

TEST_CASE("the bytes of an incomplete message are counted, also with control frames in between",
          "[transport]") {
    const auto begun = frame(1, "abc", false);
    const auto bytes = ping("") + begun + ping("between");
    for (std::size_t at = 0; at <= bytes.size(); ++at) {
        ServerWebSocket socket(message_bytes_max);
        for (auto piece : {bytes.substr(0, at), bytes.substr(at)}) {
            ByteSpan rest{piece.data(), piece.size()};
            CHECK_FALSE(socket.next(rest));
        }
        CHECK(socket.unfinished_bytes() == begun.size());
        auto end = frame(0, "d");
        ByteSpan rest{end.data(), end.size()};
        CHECK(socket.next(rest));
        CHECK(socket.unfinished_bytes() == 0);
    }
}

TEST_CASE("the result of a WebSocket's frames does not depend on how they are cut", "[transport]") {
    const auto everything = text("one") + ping("are you there") + frame(2, "") + frame(1, "tw", false) +
                            ping("") + frame(0, "o") + text(std::string(300, 'x')) + frame(10, "") +
                            text("\xe2\x82\xac");
    const auto good = "<one>" + sent(10, "are you there") + "<>" + sent(10, "") + "<two><" +
                      std::string(300, 'x') + "><\xe2\x82\xac>";
    const std::vector<std::pair<std::string, Outcome>> cases = {
        {everything, {good, "", false}},
        {everything + close(1000, "bye") + text("late"), {good + sent_close(1000, "bye"), "", true}},
        {everything + "\x81\x02no" + text("late"),
         {good + sent_close(1002, "Clients may not send unmasked frames"),
          "the WebSocket protocol was broken: Clients may not send unmasked frames", true}},
    };
    for (const auto& [bytes, expected] : cases) {
        CHECK(outcome_of(bytes, whole) == expected);
        CHECK(outcome_of(bytes, byte_by_byte) == expected);
        for (std::size_t at = 1; at < bytes.size(); ++at) CHECK(outcome_of(bytes, cut_at(at)) == expected);
    }
}

TEST_CASE("a Close frame is echoed, and one that is wrong is a violation", "[transport]") {
    const std::string broken = "the WebSocket protocol was broken: ";
    const std::vector<std::pair<std::string, Outcome>> cases = {
        {frame(8, ""), {sent_close(1000), "", true}},
        {close(1001, "away"), {sent_close(1001, "away"), "", true}},
        {close(4999), {sent_close(4999), "", true}},
        {close(1002, "you!"), {sent_close(1002, "you!"), broken + "you!", true}},
        {close(1007, "text?"), {sent_close(1007, "text?"), broken + "text?", true}},
        {frame(8, "x"), {sent_close(1002, "Invalid close code"), broken + "Invalid close code", true}},
        {close(1005), {sent_close(1002, "Invalid close code"), broken + "Invalid close code", true}},
        {close(1016), {sent_close(1002, "Invalid close code"), broken + "Invalid close code", true}},
        {close(1000, "\xc3("),
         {sent_close(1002, "Invalid close reason"), broken + "Invalid close reason", true}},
    };
    for (const auto& [bytes, expected] : cases) CHECK(outcome_of(bytes, whole) == expected);
}

TEST_CASE("a message is as large as allowed, or the end", "[transport]") {
    const std::string largest(message_bytes_max, 'x');
    const Outcome refused{sent_close(1009, "A message was too large"),
                          "the WebSocket protocol was broken: A message was too large", true};
    CHECK(outcome_of(text(largest), whole) == Outcome{"<" + largest + ">", "", false});
    CHECK(outcome_of(text(largest + "x"), whole) == refused);
    CHECK(outcome_of(frame(1, largest, false) + frame(0, "x"), whole) == refused);
}

TEST_CASE("a length of which no one can have as much is refused", "[transport]") {
    const Outcome refused{sent_close(1002, "Generic protocol violation"),
                          "the WebSocket protocol was broken: Generic protocol violation", true};
    const std::string length("\x80\xff\xff\xff\xff\xff\xff\xff\xff\xf6", 10);
    const auto endless = length + "1234" + std::string(5000, 'x');
    CHECK(outcome_of(frame(2, "0123456789", false) + endless, whole).violation == refused.violation);
}

TEST_CASE("a server closes with an empty frame, once", "[transport]") {
    ServerWebSocket socket(message_bytes_max);
    socket.close();
    socket.close();
    CHECK(socket.take_output() == sent(8, ""));
    CHECK(socket.is_closed());
    CHECK(socket.violation().empty());
}

} // namespace chatmock::websocket
