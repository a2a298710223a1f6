#include "net/connection/outbox.hpp"

#include "support/catch.hpp"
#include "support/memory_server.hpp"

namespace chatmock::net {

namespace {

// A line that takes what its test allows, and its other end.
struct Story {
    std::shared_ptr<MemoryPeer> peer = std::make_shared<MemoryPeer>();
    MemoryLine line{peer};
    Outbox outbox;
    std::vector<Receipt> written;

    bool write() { return outbox.write_to(line, written); }

    bool send(const std::string& text, Receipt receipt) {
        const auto bytes = std::make_shared<const std::string>(text);
        const std::string_view buffer = *bytes;
        return outbox.sent(bytes, receipt, line.send(&buffer, 1), written);
    }
};

SharedBytes bytes_of(std::string bytes) { return std::make_shared<const std::string>(std::move(bytes)); }

} // namespace

TEST_CASE("a slow reader gets all bytes in order, and receipts are due when their bytes are sent", "[net]") {
    Story story;
    std::string pushed;
    std::vector<Receipt> expected;
    for (Receipt i = 1; i <= 3000; ++i) {
        const auto bytes = std::to_string(i) + std::string(i % 70, 'x') + ";";
        story.outbox.push(bytes_of(bytes));
        story.outbox.confirm(i);
        pushed += bytes;
        expected.push_back(i);
    }
    for (std::size_t turns = 0; !story.outbox.empty(); ++turns) {
        REQUIRE(turns < 100000);
        story.peer->room = turns % 5000;
        REQUIRE(story.write());
        CHECK(story.outbox.empty() == (story.written.size() == expected.size()));
    }
    CHECK(story.peer->out == pushed);
    CHECK(story.written == expected);
    CHECK(story.outbox.bytes() == 0);
}

TEST_CASE("many buffers leave in few calls", "[net]") {
    Story story;
    for (std::size_t i = 0; i < 2 * Line::buffers_max + 1; ++i) story.outbox.push(bytes_of("x"));
    REQUIRE(story.write());
    CHECK(story.outbox.empty());
    CHECK(story.peer->sends == 3);
}

TEST_CASE("a receipt without bytes waits for earlier bytes", "[net]") {
    Story story;
    story.outbox.confirm(1);
    REQUIRE(story.write());
    CHECK(story.written == std::vector<Receipt>{1});
    story.peer->room = 1000;
    story.outbox.push(bytes_of(std::string(2000, 'x')));
    story.outbox.confirm(2);
    REQUIRE(story.write());
    CHECK(story.written == std::vector<Receipt>{1});
    CHECK_FALSE(story.outbox.empty());
}

TEST_CASE("bytes that the line accepts at once are never queued", "[net]") {
    Story story;
    REQUIRE(story.send("first", 1));
    REQUIRE(story.send("second", 0));
    CHECK(story.outbox.empty());
    CHECK(story.outbox.bytes() == 0);
    CHECK(story.written == std::vector<Receipt>{1});
    CHECK(story.peer->out == "firstsecond");
}

TEST_CASE("of a part that the line accepts, the rest waits with its receipt", "[net]") {
    for (const std::size_t room : {0, 1, 4, 5}) {
        CAPTURE(room);
        Story story;
        story.peer->room = room;
        REQUIRE(story.send("first;", 1));
        CHECK(story.written.empty());
        CHECK(story.outbox.bytes() > 6 - room);
        story.outbox.push(bytes_of("last"));
        story.outbox.confirm(2);
        story.peer->room = 100;
        REQUIRE(story.write());
        CHECK(story.peer->out == "first;last");
        CHECK(story.written == std::vector<Receipt>{1, 2});
        CHECK(story.outbox.empty());
    }
}

TEST_CASE("tiny frames that wait count as more than their bytes", "[net]") {
    Outbox outbox;
    for (int i = 0; i < 1000; ++i) outbox.push(bytes_of("pong"));
    CHECK(outbox.bytes() > 1000 * 60);
}

TEST_CASE("a failed write is a lost line", "[net]") {
    Story story;
    story.peer->has_reset = true;
    story.outbox.push(bytes_of("late"));
    story.outbox.confirm(1);
    CHECK_FALSE(story.write());
    CHECK(story.written.empty());

    Story direct;
    direct.peer->has_reset = true;
    CHECK_FALSE(direct.send("late", 1));
    CHECK(direct.written.empty());
}

} // namespace chatmock::net
