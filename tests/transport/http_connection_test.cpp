#include "transport/http_connection.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace chatmock::transport {

namespace {

using std::chrono::seconds;

// A connection whose host records all requested actions in one text.
class Story : public HttpHost {
public:
    Story() : http_(*this, "127.0.0.1", now_) {}

    // The actions since the last call.
    std::string receive(const std::string& bytes) {
        http_.received(bytes, now_);
        return take();
    }
    std::string wait(seconds duration) {
        now_ += duration;
        http_.end_if_overdue(now_);
        return take();
    }
    std::string answer(std::uint64_t exchange, const std::string& body) {
        http_.respond({exchange, {200, "", body, {}}, {}});
        auto said = take();
        http_.take_requests();
        return said + take();
    }

    HttpConnection& http() { return http_; }

private:
    std::string take() { return std::exchange(said_, {}); }

    std::uint64_t new_number() override { return ++last_number_; }
    void release(std::uint64_t) override {}
    core::SocketSettings settings_for(http::Request request) override {
        return {request.path == "/small" ? std::size_t{10} : std::size_t{1000}, Milliseconds(1)};
    }
    void apply(core::Input input) override {
        if (const auto* begun = std::get_if<core::RequestBegun>(&input))
            said_ += "<begun " + begun->request.path + '>';
        if (const auto* arrived = std::get_if<core::RequestArrived>(&input))
            said_ += '<' + std::to_string(arrived->request.exchange) + ' ' + arrived->request.path + ' ' +
                     arrived->request.body + '>';
        if (const auto* lost = std::get_if<core::ExchangeLost>(&input))
            said_ += "<lost " + std::to_string(lost->exchange) + '>';
    }
    void upgrade(http::Request request) override { said_ += "<upgrade " + request.path + '>'; }
    void write(std::string bytes, const std::vector<engineio::Receipt>&) override {
        said_ += bytes.substr(9, 3) + bytes.substr(std::min(bytes.size(), bytes.find("\r\n\r\n") + 4));
    }
    void finish() override { over_ = true, said_ += "<finish>"; }
    void reset() override { over_ = true, said_ += "<reset>"; }
    void lose() override { over_ = true, said_ += "<lose>"; }
    bool is_over() const override { return over_; }
    void take_requests_later() override {}
    void log_refusal(std::string_view) override { said_ += "<other protocol>"; }

    Instant now_{};
    std::string said_;
    std::uint64_t last_number_ = 0;
    bool over_ = false;
    HttpConnection http_;
};

std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"; }

std::string upgrade(const std::string& path) {
    return "GET " + path +
           " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: "
           "13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
}

const std::string begun_post = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n12";

} // namespace

TEST_CASE("requests in one piece are answered in their order", "[transport][http]") {
    Story story;
    CHECK(story.receive(get("/a") + get("/b")) == "<1 /a ><2 /b >");
    CHECK(story.answer(2, "two") == "");
    CHECK(story.answer(1, "one") == "200one200two");
    CHECK(story.answer(2, "again") == "");
}

TEST_CASE("a connection has so many requests unanswered, then others wait", "[transport][http]") {
    Story story;
    std::string requests;
    for (std::size_t i = 0; i <= HttpConnection::pipeline_max; ++i) requests += get("/a");
    const auto said = story.receive(requests);
    CHECK(static_cast<std::size_t>(std::count(said.begin(), said.end(), '<')) ==
          HttpConnection::pipeline_max);
    CHECK(story.wait(seconds(1000)) == ""); // it waits for the server
    CHECK(story.answer(1, "") == "200<17 /a >");
}

TEST_CASE("the memory of incomplete requests is counted, and freed when they are refused",
          "[transport][http]") {
    Story story;
    CHECK(story.receive(get("/a")) == "<1 /a >");
    CHECK(story.answer(1, "") == "200");
    CHECK(story.http().unfinished_bytes() < 100);
    CHECK(story.receive("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n" +
                        std::string(800, 'x')) == "<begun /b>");
    CHECK(story.http().unfinished_bytes() >= 800);
    story.http().refuse_unfinished();
    CHECK(story.receive(std::string(100, 'x')).find("<lost 2>503the mock holds") == 0);
    CHECK(story.http().unfinished_bytes() == 0);
}

TEST_CASE("a WebSocket is asked for when all before it is answered", "[transport][http]") {
    Story story;
    CHECK(story.receive(get("/a") + upgrade("/ws") + "frames") == "<1 /a >");
    CHECK(story.answer(1, "") == "200<upgrade /ws>");
    CHECK(story.wait(seconds(1000)) == ""); // the world is processing it
    CHECK(story.http().take_handshake().substr(0, 12) == "HTTP/1.1 101");
    CHECK(story.http().take_rest() == "frames");
}

TEST_CASE("bytes that are not a request are refused, and end the connection", "[transport][http]") {
    CHECK(Story().receive("GET\r\n\r\n") == "400<finish>");
    CHECK(Story().receive(std::string("\x16\x03\x01\x00\x01", 5)) == "<other protocol>400<finish>");
    Story story;
    CHECK(story.receive(get("/a") + "?") == "<1 /a >"); // in the order of requests
    CHECK(story.answer(1, "") == "200400<finish>");
}

TEST_CASE("a head that trickles has a deadline", "[transport][http]") {
    Story story;
    CHECK(story.receive("GET / HT") == "");
    CHECK(story.wait(seconds(59)) == "");
    CHECK(story.receive("TP/1.1\r\n") == "");
    CHECK(story.wait(seconds(2)) == "408<finish>");
}

TEST_CASE("a body that does not arrive has a deadline, and its client has left for the world",
          "[transport][http]") {
    Story story;
    CHECK(story.receive(begun_post) == "<begun /a>");
    CHECK(story.wait(seconds(60)) == "");
    CHECK(story.wait(seconds(1)) == "<lost 1>408<finish>");
    Story answered;
    CHECK(answered.receive(begun_post) == "<begun /a>");
    CHECK(answered.answer(1, "early") == "200early");
    CHECK(answered.wait(seconds(61)) == "<finish>");
}

TEST_CASE("a body that is refused is answered once, and at once", "[transport][http]") {
    const std::string head = "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    CHECK(Story().receive(head + "2\r\n123") == "400<finish>");
    Story story;
    CHECK(story.receive(head + "2\r\n12") == "<begun /a>");
    CHECK(story.receive("3") == "<lost 1>400<finish>");
    Story answered;
    CHECK(answered.receive(get("/b") + head) == "<1 /b ><begun /a>");
    CHECK(answered.answer(2, "early").empty());
    CHECK(answered.receive("no size\r\n").empty()); // answered in order
    CHECK(answered.answer(1, "late") == "200late200early<finish>");
}

TEST_CASE("each request has the limit of its sandbox", "[transport][http]") {
    const auto post = [](const std::string& path) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n12345678901";
    };
    Story story;
    CHECK(story.receive(post("/a")) == "<1 /a 12345678901>");
    CHECK(story.answer(1, "") == "200");
    CHECK(story.receive(post("/small")) == "<2 /small >");
}

TEST_CASE("a body that trickles has a deadline, too", "[transport][http]") {
    Story story;
    std::string said = story.receive("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n1");
    for (int i = 0; i < 5; ++i) said += story.wait(seconds(50)) + story.receive("1");
    CHECK(said == "<begun /a>");
    CHECK(story.wait(seconds(51)) == "<lost 1>408<finish>");
}

TEST_CASE("each request has its own deadline, and an answer that is awaited has none", "[transport][http]") {
    Story story;
    CHECK(story.receive(begun_post) == "<begun /a>");
    CHECK(story.wait(seconds(50)) == "");
    CHECK(story.receive("34GET / HTTP/1.1\r\n") == "<1 /a 1234>");
    CHECK(story.wait(seconds(50)) == "");
    CHECK(story.receive("Host: x\r\n\r\n") == "<2 / >");
    CHECK(story.wait(seconds(10000)) == "");
    CHECK(story.answer(1, "") == "200");
    CHECK(story.answer(2, "") == "200");
    CHECK(story.wait(seconds(1)) == "<lose>"); // idle for too long
}

} // namespace chatmock::transport
