// The control port, byte by byte: requests, answers, and callers that disconnect.
#include "support/catch.hpp"
#include "support/control_story.hpp"

using namespace chatmock;
using namespace chatmock::control;

namespace {

using Statuses = std::vector<int>;

constexpr std::string_view wait_for_alice = R"({"match":{"user":"alice"},"timeout_ms":60000})";

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string body_in(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

// A body in chunks, joined.
std::string joined(std::string_view chunks) {
    std::string body;
    for (;;) {
        const auto size = std::stoul(std::string(chunks.substr(0, chunks.find('\r'))), nullptr, 16);
        if (size == 0) return body;
        chunks.remove_prefix(chunks.find('\n') + 1);
        body += chunks.substr(0, size);
        chunks.remove_prefix(size + 2);
    }
}

// Makes the journal longer than one piece of an answer.
void fill_journal(ControlStory& story) {
    for (int i = 0; i < 40; ++i)
        story.call(request("POST /events/NewMessage",
                           R"({"data":{"text":")" + std::string(10000, 'x') + R"("},"contract":"skip"})"));
}

} // namespace

TEST_CASE("A call is answered in one go, however its bytes are cut", "[control]") {
    const auto bytes = request("PUT /groups/7", R"({"members":["alice"]})");
    ControlStory whole;
    const auto expected = whole.call(bytes);
    CHECK(statuses_in(expected) == Statuses{200});
    CHECK(body_in(expected) == "{\"id\":\"7\",\"members\":[\"alice\"]}\n");
    for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
        ControlStory story;
        auto& client = story.connect();
        REQUIRE(story.send(client, bytes.substr(0, cut)).empty());
        CHECK(story.send(client, bytes.substr(cut)) == expected);
    }
}

TEST_CASE("Pipelined calls are answered in order, those that wait included", "[control]") {
    ControlStory story;
    auto& client = story.connect();
    story.send(client, request("GET /version") + request("POST /connections/wait", wait_for_alice) +
                           request("GET /healthz"));
    CHECK(statuses_in(client.out) == Statuses{200});
    story.join("alice");
    CHECK(statuses_in(client.out) == Statuses{200, 200, 200});
    CHECK(client.out.find("\"version\"") < client.out.find("\"connections\""));
    CHECK(client.out.find("\"connections\"") < client.out.find("\"status\":\"ok\""));
}

TEST_CASE("Thousands of pipelined calls are answered, a few in each turn", "[control]") {
    ControlStory story;
    std::string calls;
    for (int i = 0; i < 5000; ++i) calls += request("GET /healthz");
    CHECK(statuses_in(story.call(calls)).size() == 5000);
}

TEST_CASE("Methods: HEAD has no body, others that a path lacks get the list of those it has", "[control]") {
    ControlStory story;
    const auto head = story.call(request("HEAD /version"));
    CHECK(statuses_in(head) == Statuses{200});
    CHECK(body_in(head).empty());
    CHECK(has(head, "Content-Length: " + std::to_string(body_in(story.call(request("GET /version"))).size()) +
                        "\r\n"));
    const auto refused = story.call(request("DELETE /clock"));
    CHECK(statuses_in(refused) == Statuses{405});
    CHECK(has(refused, "\r\nAllow: GET, HEAD, PUT\r\n"));
    CHECK(has(refused, "method_not_allowed"));
}

TEST_CASE("A request with a body is read whatever its method", "[control]") {
    for (const auto* method : {"GET", "HEAD", "OPTIONS", "DELETE"}) {
        CAPTURE(method);
        ControlStory story;
        auto& client = story.connect();
        story.send(client, request(std::string(method) + " /version", "{}") + request("GET /version"));
        const auto statuses = statuses_in(client.out);
        REQUIRE(statuses.size() == 2);
        CHECK(statuses[1] == 200);
    }
    ControlStory story;
    CHECK(statuses_in(story.call(request("GET /version", "{}"))) == Statuses{200});
    CHECK(has(story.call(request("GET /version", R"({"verbose":1})")), "unknown_field"));
}

TEST_CASE("HTTP/1.0 is answered, and its connection closed unless it asks otherwise", "[control]") {
    ControlStory story;
    auto& client = story.connect();
    CHECK(statuses_in(story.send(client, "GET /healthz HTTP/1.0\r\n\r\n")) == Statuses{200});
    CHECK(client.finished);
    auto& kept = story.connect();
    story.send(kept, "GET /healthz HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
    CHECK_FALSE(kept.finished);
    fill_journal(story);
    auto& reader = story.connect();
    story.send(reader, "GET /journal HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK_FALSE(has(reader.out, "chunked"));
    CHECK(reader.finished);
    CHECK(json_of(body_in(reader.out))["entries"].size() == 40);
}

TEST_CASE("A query parameter is given once", "[control]") {
    ControlStory story;
    const auto refused = story.call(request("GET /journal?user=alice&user=bob"));
    CHECK(statuses_in(refused) == Statuses{400});
    CHECK(has(refused, R"(the query parameter \"user\" once)"));
}

TEST_CASE("Bodies: their type has no case, longer names are other types, and they unpack up to a limit",
          "[control]") {
    ControlStory story;
    const auto status_of = [&](const std::string& type) {
        return statuses_in(
            story.call("POST /events/NewMessage HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type +
                       "\r\nContent-Length: 2\r\n\r\n{}"))[0];
    };
    for (const auto* type :
         {"application/json", "Application/JSON; charset=UTF-8", "APPLICATION/JSON;x=\"y\""})
        CHECK(status_of(type) == 200);
    for (const auto* type :
         {"application/jsonp", "application/json-patch+json", "text/plain", "application/jso"})
        CHECK(status_of(type) == 415);
    CHECK(statuses_in(story.call(request("POST /reset", "{}", "Content-Encoding: lzma\r\n"))) ==
          Statuses{415});
    CHECK(statuses_in(story.call(request("POST /reset", "{}", "Content-Encoding: gzip\r\n"))) ==
          Statuses{400});
    CHECK(statuses_in(story.call(request("POST /reset", "{}", "Content-Encoding: identity\r\n"))) ==
          Statuses{200});
}

TEST_CASE("Accept decides between JSON and JSON Lines", "[control]") {
    ControlStory story;
    const auto type_for = [&](const std::string& accept) {
        const auto answer = story.call(request("GET /journal", "", "Accept: " + accept + "\r\n"));
        return has(answer, "Content-Type: application/jsonl\r\n") ? "lines" : "json";
    };
    for (const auto* accept :
         {"application/jsonl", "application/jsonl, */*", "application/jsonl;q=0.9", "Application/JSONL",
          "application/json;q=0.5, application/jsonl", "*/*, application/jsonl"})
        CHECK(std::pair(accept, type_for(accept)) == std::pair(accept, "lines"));
    for (const auto* accept :
         {"*/*", "application/json", "application/jsonl;q=0", "application/jsonl;q=0.2, application/json",
          "text/html, */*;q=0.8", "application/jsonlx", "application/json, application/jsonl"})
        CHECK(std::pair(accept, type_for(accept)) == std::pair(accept, "json"));
}

TEST_CASE("Range requests are not supported: the whole answer is sent", "[control]") {
    ControlStory story;
    const auto answer = story.call(request("GET /version", "", "Range: bytes=0-1\r\n"));
    CHECK(statuses_in(answer) == Statuses{200});
    CHECK(json_of(body_in(answer))["name"] == "chatmock");
    CHECK(statuses_in(story.call(request("GET /version", "", "Range: bytes=9-1, x\r\n"))) == Statuses{200});
}

TEST_CASE("Bytes that are not HTTP are answered in JSON, and the connection is closed", "[control]") {
    for (const auto* bytes :
         {"GET /version\r\n\r\n", "GET /version HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n",
          "GET /version HTTP/1.1\r\nHost : a\r\n\r\n",
          "POST /reset HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
        CAPTURE(bytes);
        ControlStory story;
        auto& client = story.connect();
        const auto answer = story.send(client, bytes);
        CHECK(statuses_in(answer) == Statuses{400});
        CHECK(json_of(body_in(answer))["error"]["code"] == "malformed_request");
        CHECK(client.finished);
        CHECK(story.send(client, request("GET /version")).empty());
    }
}

TEST_CASE("Heads and chunk lines have limits", "[control]") {
    const std::string long_text(20 * 1024, 'a');
    std::string many = "GET /version HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 1000; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
    const std::string chunked = "POST /reset HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const auto& bytes : {"GET /" + long_text, "GET / HTTP/1.1\r\nX: " + long_text, many + "\r\n",
                              chunked + "5;" + long_text, chunked + "0\r\nX: " + long_text}) {
        ControlStory story;
        auto& client = story.connect();
        story.send(client, bytes);
        CHECK(client.finished);
    }
}

TEST_CASE("A missing head or body ends its connection", "[control]") {
    for (const auto* bytes :
         {"GET /ver", "POST /reset HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n{"}) {
        ControlStory story;
        auto& client = story.connect();
        story.send(client, bytes);
        for (int i = 0; i < 301 && !client.finished; ++i) {
            story.pass(Milliseconds(1000));
            if (!client.finished) story.send(client, "a");
        }
        CHECK(client.finished);
    }
    ControlStory story;
    auto& idle = story.connect();
    story.send(idle, request("GET /version"));
    const auto& silent = story.connect();
    story.pass(Milliseconds(76000));
    CHECK(idle.finished);
    CHECK(silent.finished);
}

TEST_CASE("A slow body is accepted, up to a limit", "[control]") {
    ControlStory story;
    auto& client = story.connect();
    story.send(client, "POST /reset HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n");
    for (int i = 0; i < 5; ++i) {
        story.pass(Milliseconds(50000));
        CHECK(story.send(client, " ").empty());
    }
    story.pass(Milliseconds(49000));
    CHECK(client.out.empty());
    story.pass(Milliseconds(1000));
    CHECK(statuses_in(client.out) == Statuses{408});
}

TEST_CASE("A peer that speaks another protocol is closed, and the log says which", "[control]") {
    for (const auto& [bytes, name] : {std::pair{std::string("\x16\x03\x01\x02\x00\x01", 6), "TLS"},
                                      std::pair{std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), "HTTP/2"}}) {
        ControlStory story;
        auto& client = story.connect();
        CHECK(story.send(client, bytes).empty());
        CHECK(client.finished);
        CHECK(has(client.refusal, name));
    }
}

TEST_CASE("Requests that are not complete have a bound for all connections, and others are answered",
          "[control]") {
    ControlStory story;
    constexpr std::size_t body_bytes = 8 * 1024 * 1024;
    const std::string part(body_bytes - 1, ' ');
    const auto head =
        "POST /reset HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body_bytes) + "\r\n\r\n";
    std::vector<ControlClient*> clients;
    std::string answer;
    do {
        clients.push_back(&story.connect());
        answer = story.send(*clients.back(), head + part);
    } while (answer.empty() && clients.size() < 100);
    CHECK(statuses_in(answer) == Statuses{503});
    CHECK(clients.size() == ControlPort::held_bytes_max / body_bytes);
    CHECK(statuses_in(story.call(request("GET /version"))) == Statuses{200});
    story.lose(*clients.back());
    CHECK(statuses_in(story.send(*clients.front(), "x")) == Statuses{415});
    CHECK(story.send(story.connect(), head + part).empty());
}

TEST_CASE("A call waits for as long as it says, and other calls are answered meanwhile", "[control]") {
    ControlStory story;
    auto& client = story.connect();
    story.send(client, request("POST /connections/wait", R"({"match":{"user":"alice"},"timeout_ms":700})"));
    CHECK(client.out.empty());
    CHECK(statuses_in(story.call(request("GET /connections"))) == Statuses{200});
    story.pass(Milliseconds(699));
    CHECK(client.out.empty());
    story.pass(Milliseconds(1));
    CHECK(statuses_in(client.out) == Statuses{408});
    CHECK(statuses_in(story.send(client, request("GET /version"))) == Statuses{200});
}

TEST_CASE("A call whose connection is lost is withdrawn", "[control]") {
    ControlStory story;
    auto& client = story.connect();
    story.send(client, request("POST /events/NewMessage", R"({"min_recipients":1,"timeout_ms":600000})"));
    story.lose(client);
    story.join("alice");
    const auto journal = json_of(body_in(story.call(request("GET /journal?kind=emit"))));
    CHECK(journal["entries"].empty());
}

TEST_CASE("The number of waiting calls is limited; calls whose callers left do not count", "[control]") {
    ControlStory story;
    std::vector<ControlClient*> waiting;
    for (std::size_t i = 0; i < ControlPort::waiting_max; ++i) {
        waiting.push_back(&story.connect());
        story.send(*waiting.back(), request("POST /connections/wait", wait_for_alice));
    }
    CHECK(statuses_in(story.call(request("POST /connections/wait", wait_for_alice))) == Statuses{503});
    CHECK(statuses_in(story.call(request("POST /reset", "{}"))) == Statuses{200});
    story.lose(*waiting.front());
    CHECK(story.call(request("POST /connections/wait", wait_for_alice)).empty());
}

TEST_CASE("A client that has finished its side gets its answer; one that waits is asked whether it reads",
          "[control]") {
    ControlStory story;
    auto& client = story.connect();
    story.send(client, request("POST /connections/wait", wait_for_alice));
    story.finish(client);
    CHECK(client.out.empty());
    story.pass(Milliseconds(1000));
    CHECK(client.out == "HTTP/1.1 100 Continue\r\n\r\n");
    story.join("alice");
    CHECK(statuses_in(client.out) == Statuses{100, 200});
    CHECK(client.finished);
    auto& quick = story.connect();
    story.send(quick, request("GET /version"));
    story.finish(quick);
    CHECK(statuses_in(quick.out) == Statuses{200});
    CHECK(quick.finished);
}

TEST_CASE("A long answer is made as it is read, and is that of its moment", "[control]") {
    ControlStory story;
    fill_journal(story);
    auto& client = story.connect();
    client.is_slow = true;
    story.send(client, request("GET /journal"));
    const auto first = client.out.size();
    CHECK(first < 100 * 1024);
    CHECK(has(client.out, "Transfer-Encoding: chunked\r\n"));
    story.call(request("DELETE /journal"));
    client.is_slow = false;
    story.drain();
    CHECK(client.out.size() > 400 * 1000);
    const auto journal = json_of(joined(body_in(client.out)));
    CHECK(journal["entries"].size() == 40);
    CHECK(journal["dropped"] == 0);
    CHECK(statuses_in(story.send(client, request("GET /version"))) == Statuses{200});
}

TEST_CASE("A reader that takes nothing is cut off", "[control]") {
    ControlStory story;
    fill_journal(story);
    auto& client = story.connect();
    client.is_slow = true;
    story.send(client, request("GET /journal"));
    story.pass(Milliseconds(31000));
    CHECK(client.was_reset);
}

TEST_CASE("The journal is streamed as it grows, and each stream says that it is alive", "[control]") {
    ControlStory story;
    auto& client = story.connect();
    story.send(client, request("GET /journal/stream"));
    CHECK(has(client.out, "Content-Type: text/event-stream\r\n"));
    CHECK(has(client.out, ": keep-alive\nid: 1-0\n\n"));
    client.out.clear();
    story.call(request("PUT /groups/7", R"({"members":[]})"));
    CHECK(has(client.out, "id: 1-1\ndata: {\"seq\":1,"));
    client.out.clear();
    story.pass(Milliseconds(5000));
    CHECK(has(client.out, ": keep-alive\nid: 1-1\n\n"));
}

TEST_CASE("A port that closes answers waiting calls, and ends streams after their last event", "[control]") {
    ControlStory story;
    auto& waiting = story.connect();
    story.send(waiting, request("POST /connections/wait", wait_for_alice));
    auto& stream = story.connect();
    story.send(stream, request("GET /journal/stream"));
    auto& idle = story.connect();
    story.apply(core::ShutDown{});
    story.port.close(story.now);
    story.drain();
    CHECK(statuses_in(waiting.out) == Statuses{503});
    CHECK(waiting.finished);
    CHECK(has(stream.out, "0\r\n\r\n"));
    CHECK(stream.finished);
    CHECK(idle.finished);
}
