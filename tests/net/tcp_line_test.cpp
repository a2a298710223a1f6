#include "net/tcp_line.hpp"

#include "runtime/asio_loop.hpp"
#include "support/catch.hpp"

#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <array>
#include <functional>
#include <system_error>

namespace chatmock::net {

namespace {

constexpr std::chrono::seconds patience{60};

// Both ends of one connection over loopback.
struct Ends {
    Socket ours;
    Socket theirs;
};

Ends connected() {
    const Socket listener(::socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener.descriptor(), reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener.descriptor(), 1) == 0);
    REQUIRE(::getsockname(listener.descriptor(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
    Socket theirs(::socket(AF_INET, SOCK_STREAM, 0));
    REQUIRE(::connect(theirs.descriptor(), reinterpret_cast<sockaddr*>(&address), size) == 0);
    return {Socket(::accept4(listener.descriptor(), nullptr, nullptr, SOCK_NONBLOCK)), std::move(theirs)};
}

void send(const Socket& socket, std::string_view bytes, int flags = 0) {
    REQUIRE(::send(socket.descriptor(), bytes.data(), bytes.size(), flags | MSG_NOSIGNAL) ==
            static_cast<ssize_t>(bytes.size()));
}

struct User : LineUser {
    void readable() override { on_readable(); }
    void writable() override { on_writable(); }
    void failed() override { on_failure(); }

    std::function<void()> on_readable = [] { FAIL("readable"); };
    std::function<void()> on_writable = [] { FAIL("writable"); };
    std::function<void()> on_failure = [] { FAIL("failed"); };
};

class Running {
public:
    Readiness& readiness() { return readiness_; }

    // Until stop(). False if that takes too long.
    bool run() {
        bool is_late = false;
        const auto timer = loop_.timer();
        timer->start(patience, [&] {
            is_late = true;
            loop_.stop();
        });
        loop_.context().restart();
        loop_.run();
        return !is_late;
    }
    void stop() { loop_.stop(); }

    // After 20 ms, in which all that is ready is reported.
    void stop_later() {
        soon_->start(Milliseconds(20), [this] { loop_.stop(); });
    }

private:
    runtime::AsioLoop loop_;
    std::unique_ptr<runtime::Timer> soon_ = loop_.timer();
    Readiness readiness_{loop_.context()};
};

// All bytes up to the end, read in pieces.
std::string read_to_the_end(Running& running, TcpLine& line, std::size_t piece_bytes) {
    std::string all;
    const auto user = std::make_shared<User>();
    user->on_readable = [&, waiting = std::weak_ptr(user)] {
        std::array<char, 64> buffer;
        const auto moved = line.receive({buffer.data(), piece_bytes});
        all.append(buffer.data(), moved.bytes);
        CHECK_FALSE(moved.is_lost);
        if (moved.is_ended) running.stop();
        else line.await_readable(waiting.lock());
    };
    line.await_readable(user);
    CHECK(running.run());
    return all;
}

} // namespace

TEST_CASE("a line reports all bytes and the end that arrived with them, in pieces of any size", "[net]") {
    for (const std::size_t piece_bytes : {4, 64}) {
        CAPTURE(piece_bytes);
        Running running;
        auto ends = connected();
        send(ends.theirs, "a longer text");
        ::shutdown(ends.theirs.descriptor(), SHUT_WR);
        TcpLine line(std::move(ends.ours), running.readiness());
        CHECK(read_to_the_end(running, line, piece_bytes) == "a longer text");
    }
}

TEST_CASE("urgent data does not hold up what follows", "[net]") {
    Running running;
    auto ends = connected();
    TcpLine line(std::move(ends.ours), running.readiness());
    send(ends.theirs, "before");
    send(ends.theirs, "!", MSG_OOB);
    send(ends.theirs, "after");
    std::string all;
    const auto user = std::make_shared<User>();
    user->on_readable = [&] {
        std::array<char, 64> buffer;
        all.append(buffer.data(), line.receive({buffer.data(), buffer.size()}).bytes);
        if (all == "beforeafter") running.stop();
        else line.await_readable(user);
    };
    line.await_readable(user);
    CHECK(running.run());
    line.close();
    user->on_readable = nullptr;
}

TEST_CASE("an earlier report answers a late wait", "[net]") {
    Running running;
    auto ends = connected();
    TcpLine line(std::move(ends.ours), running.readiness());
    send(ends.theirs, "early");
    running.stop_later();
    REQUIRE(running.run());
    const auto user = std::make_shared<User>();
    user->on_readable = [&] { line.await_writable(user); };
    user->on_writable = [&] { running.stop(); };
    line.await_readable(user);
    CHECK(running.run());
    line.close();
    user->on_readable = user->on_writable = nullptr;
}

TEST_CASE("a full line reports when there is room again", "[net]") {
    Running running;
    auto ends = connected();
    TcpLine line(std::move(ends.ours), running.readiness());
    const std::string megabyte(1024 * 1024, 'x');
    const std::string_view buffer = megabyte;
    std::size_t unread = 0;
    for (auto sent = line.send(&buffer, 1).bytes; sent > 0; sent = line.send(&buffer, 1).bytes)
        unread += sent;
    const auto user = std::make_shared<User>();
    user->on_writable = [&] { running.stop(); };
    line.await_writable(user);
    running.stop_later();
    REQUIRE(running.run());
    std::string read(megabyte.size(), '\0');
    while (unread > 0) {
        const auto bytes = ::recv(ends.theirs.descriptor(), read.data(), read.size(), 0);
        REQUIRE(bytes > 0);
        unread -= static_cast<std::size_t>(bytes);
    }
    CHECK(running.run());
    CHECK(line.send(&buffer, 1).bytes > 0);
}

TEST_CASE("each wait for room is answered", "[net]") {
    Running running;
    auto ends = connected();
    TcpLine line(std::move(ends.ours), running.readiness());
    int answers = 0;
    const auto user = std::make_shared<User>();
    const auto other = std::make_shared<User>();
    user->on_writable = other->on_writable = [&] {
        if (++answers == 2) running.stop();
    };
    line.await_writable(user);
    line.await_writable(other);
    CHECK(running.run());
}

TEST_CASE("a line reports a reset, also one that was there before", "[net]") {
    Running running;
    auto ends = connected();
    TcpLine line(std::move(ends.ours), running.readiness());
    const linger at_once{1, 0};
    ::setsockopt(ends.theirs.descriptor(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ends.theirs.close();
    for (int i = 0; i < 2; ++i) {
        const auto user = std::make_shared<User>();
        user->on_failure = [&] { running.stop(); };
        line.await_failure(user);
        CHECK(running.run());
    }
}

// Ends the other one when it is reported.
struct Rival : Watched {
    void on_events(const SocketEvents&) override {
        ++reports;
        running->readiness().remove(*other);
        other_socket->close();
        running->stop_later();
    }

    Running* running = nullptr;
    Rival* other = nullptr;
    Socket* other_socket = nullptr;
    int reports = 0;
};

TEST_CASE("a removed socket is not reported, even if its report was fetched with the one that ended it",
          "[net]") {
    Running running;
    std::array<Ends, 2> ends = {connected(), connected()};
    std::array<Rival, 2> rivals;
    for (std::size_t i = 0; i < 2; ++i) {
        rivals[i].running = &running;
        rivals[i].other = &rivals[1 - i];
        rivals[i].other_socket = &ends[1 - i].ours;
        REQUIRE_FALSE(running.readiness().add(ends[i].ours.descriptor(), rivals[i]));
    }
    CHECK(running.run());
    CHECK(rivals[0].reports + rivals[1].reports == 1);
}

TEST_CASE("a line says why the system does not watch its socket", "[net]") {
    Running running;
    const TcpLine file(Socket(::memfd_create("file", MFD_CLOEXEC)), running.readiness());
    CHECK(file.watch_failure() == std::errc::operation_not_permitted);
    auto ends = connected();
    const TcpLine line(std::move(ends.ours), running.readiness());
    CHECK_FALSE(line.watch_failure());
}

TEST_CASE("a closed line forgets its user", "[net]") {
    Running running;
    auto ends = connected();
    TcpLine line(std::move(ends.ours), running.readiness());
    const auto user = std::make_shared<User>();
    line.await_readable(user);
    line.await_writable(user);
    line.await_failure(user);
    line.reset();
    CHECK(user.use_count() == 1);
}

TEST_CASE("a line knows its peer's address", "[net]") {
    Running running;
    auto ends = connected();
    TcpLine line(std::move(ends.ours), running.readiness());
    CHECK(line.peer() == "127.0.0.1");
    line.close();
    CHECK(line.peer() == "an unknown address");
}

} // namespace chatmock::net
