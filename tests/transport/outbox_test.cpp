#include "transport/outbox.hpp"

#include "support/catch.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace chatmock::transport {

namespace {

// A connection whose peer reads only on request.
class Line {
public:
    Line() {
        REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()) == 0);
        const int small = 4096;
        setsockopt(ends_[0], SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
    }
    ~Line() {
        close(ends_[0]);
        if (!hung_up_) close(ends_[1]);
    }

    int end() const { return ends_[0]; }

    std::string read() {
        std::array<char, 100000> buffer{};
        const auto count = recv(ends_[1], buffer.data(), buffer.size(), MSG_DONTWAIT);
        return count <= 0 ? "" : std::string(buffer.data(), static_cast<std::size_t>(count));
    }

    void hang_up() {
        close(ends_[1]);
        hung_up_ = true;
    }

private:
    std::array<int, 2> ends_{};
    bool hung_up_ = false;
};

SharedBytes bytes_of(std::string bytes) { return std::make_shared<const std::string>(std::move(bytes)); }

} // namespace

TEST_CASE("a slow reader gets all bytes in order, and receipts are due when their bytes are sent",
          "[transport]") {
    Line line;
    Outbox outbox;
    std::string pushed;
    std::vector<engineio::Receipt> written;
    std::vector<engineio::Receipt> expected;
    for (engineio::Receipt i = 1; i <= 3000; ++i) {
        const auto bytes = std::to_string(i) + std::string(i % 70, 'x') + ";";
        outbox.push(bytes_of(bytes));
        outbox.confirm(i);
        pushed += bytes;
        expected.push_back(i);
    }
    std::string received;
    for (int turns = 0; !outbox.empty(); ++turns) {
        REQUIRE(turns < 100000);
        REQUIRE_FALSE(outbox.write_to(line.end(), written));
        CHECK(outbox.empty() == (written.size() == expected.size()));
        received += line.read();
    }
    for (auto more = line.read(); !more.empty(); more = line.read()) received += more;
    CHECK(received == pushed);
    CHECK(written == expected);
    CHECK(outbox.bytes() == 0);
}

TEST_CASE("a receipt without bytes waits for earlier bytes", "[transport]") {
    Line line;
    Outbox outbox;
    std::vector<engineio::Receipt> written;
    outbox.confirm(1);
    REQUIRE_FALSE(outbox.write_to(line.end(), written));
    CHECK(written == std::vector<engineio::Receipt>{1});
    outbox.push(bytes_of(std::string(1000000, 'x')));
    outbox.confirm(2);
    REQUIRE_FALSE(outbox.write_to(line.end(), written));
    CHECK(written == std::vector<engineio::Receipt>{1});
    CHECK_FALSE(outbox.empty());
}

TEST_CASE("bytes that the kernel accepts at once are never queued", "[transport]") {
    Line line;
    Outbox outbox;
    std::vector<engineio::Receipt> written;
    REQUIRE_FALSE(outbox.send(bytes_of("first"), 1, line.end(), written));
    REQUIRE_FALSE(outbox.send(bytes_of("second"), 0, line.end(), written));
    CHECK(outbox.empty());
    CHECK(outbox.bytes() == 0);
    CHECK(written == std::vector<engineio::Receipt>{1});
    CHECK(line.read() == "firstsecond");
}

TEST_CASE("of a part that the kernel accepts, the rest waits with its receipt", "[transport]") {
    Line line;
    Outbox outbox;
    std::vector<engineio::Receipt> written;
    std::string large;
    while (large.size() < 1000000) large += std::to_string(large.size()) + ";";
    REQUIRE_FALSE(outbox.send(bytes_of(large), 1, line.end(), written));
    CHECK(written.empty());
    CHECK(outbox.bytes() > 0);
    CHECK(outbox.bytes() < large.size());
    outbox.push(bytes_of("last"));
    outbox.confirm(2);
    std::string received;
    for (int turns = 0; !outbox.empty(); ++turns) {
        REQUIRE(turns < 100000);
        received += line.read();
        REQUIRE_FALSE(outbox.write_to(line.end(), written));
    }
    for (auto more = line.read(); !more.empty(); more = line.read()) received += more;
    CHECK(received == large + "last");
    CHECK(written == std::vector<engineio::Receipt>{1, 2});
}

TEST_CASE("bytes for a full connection wait as a whole", "[transport]") {
    Line line;
    Outbox outbox;
    std::vector<engineio::Receipt> written;
    REQUIRE_FALSE(outbox.send(bytes_of(std::string(1000000, 'x')), 0, line.end(), written));
    Outbox another; // on the same line
    REQUIRE_FALSE(another.send(bytes_of("waits"), 1, line.end(), written));
    CHECK_FALSE(another.empty());
    CHECK(written.empty());
}

TEST_CASE("tiny frames that wait count as more than their bytes", "[transport]") {
    Outbox outbox;
    for (int i = 0; i < 1000; ++i) outbox.push(bytes_of("pong"));
    CHECK(outbox.bytes() > 1000 * 60);
}

TEST_CASE("a failed write is a lost connection", "[transport]") {
    Line line;
    Outbox outbox;
    std::vector<engineio::Receipt> written;
    line.hang_up();
    outbox.push(bytes_of("late"));
    outbox.confirm(1);
    CHECK(outbox.write_to(line.end(), written));
    CHECK(Outbox().send(bytes_of("later"), 2, line.end(), written));
    CHECK(written.empty());
}

} // namespace chatmock::transport
