// GET /metrics: its text, and the metrics of the port itself.
#include "control/metrics/exposition.hpp"
#include "support/catch.hpp"
#include "support/control_story.hpp"

using namespace chatmock;
using namespace chatmock::control;

namespace {

bool has_line(const std::string& text, const std::string& line) {
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

std::string metrics(ControlStory& story, const std::string& path = "/metrics") {
    const auto answer = story.call(request("GET " + path));
    REQUIRE(statuses_in(answer) == std::vector<int>{200});
    return answer;
}

} // namespace

TEST_CASE("A metric has its help, its type and its samples", "[control][metrics]") {
    Exposition out;
    out.counter("a_total", "All a.", 3);
    out.begin("b", MetricType::untyped, "Each b.");
    out.sample({{"x", "1"}, {"y", ""}}, 18446744073709551615U);
    CHECK(out.take() == "# HELP a_total All a.\n# TYPE a_total counter\na_total 3\n"
                        "# HELP b Each b.\n# TYPE b untyped\nb{x=\"1\",y=\"\"} 18446744073709551615\n");
}

TEST_CASE("A label may be any text", "[control][metrics]") {
    Exposition out;
    out.begin("b", MetricType::gauge, "Each b.");
    out.sample({{"x", "say \"hi\"\\\n\xed\xa0\xbd"}}, 1);
    CHECK(has_line(out.take(), R"(b{x="say \"hi\"\\\n)"
                               "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
                               R"("} 1)"));
}

TEST_CASE("Metrics show what clients did", "[control][metrics]") {
    ControlStory story;
    story.join("alice");
    story.join("bob");
    story.call(request("POST /events/NewMember", "{}"));
    const auto text = metrics(story);
    CHECK(text.find("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n") != std::string::npos);
    CHECK(has_line(text, "socket_io_connected 2"));
    CHECK(has_line(text, "socket_io_connect_total 2"));
    CHECK(has_line(text, "socket_io_events_sent_total{event=\"NewMember\"} 2"));
    CHECK(has_line(text, "chatmock_clock_held 0"));
    CHECK(has_line(text, "chatmock_clock_time_seconds 1700000000.000"));
    CHECK(has_line(text, "process_start_time_seconds 1700000000.000"));
    CHECK(has_line(text, "chatmock_build_info{version=\"1.0.0\",commit=\"abcdef0\"} 1"));
}

TEST_CASE("Answers count by route and class, those without a route as others", "[control][metrics]") {
    ControlStory story;
    story.call(request("GET /events/NewMessage/fixtures"));
    story.call(request("GET /events/NoSuchEvent/fixtures"));
    story.call(request("GET /sandboxes/default/clock"));
    story.call(request("GET /clock"));
    story.call(request("GET /nowhere"));
    story.call(request("DELETE /clock"));
    story.call("GET /clock HTTP/1.1\r\nHost: foreign.example\r\n\r\n");
    const auto text = metrics(story);
    const auto count = [&](const std::string& labels) {
        return has_line(text, "chatmock_control_calls_total{" + labels);
    };
    CHECK(count(R"(method="GET",route="/events/{event}/fixtures",status="2xx"} 1)"));
    CHECK(count(R"(method="GET",route="/events/{event}/fixtures",status="4xx"} 1)"));
    CHECK(count(R"(method="GET",route="/clock",status="2xx"} 2)"));
    CHECK(count(R"(method="other",route="other",status="4xx"} 3)"));
}

TEST_CASE("Answers in pieces count, too", "[control][metrics]") {
    ControlStory story;
    auto& stream = story.connect();
    story.send(stream, request("GET /journal/stream"));
    const auto text = metrics(story);
    CHECK(has_line(text,
                   R"(chatmock_control_calls_total{method="GET",route="/journal/stream",status="2xx"} 1)"));
    CHECK(has_line(text, "chatmock_journal_streams 1"));
}

TEST_CASE("A sandbox shows its own metrics, without those of the port", "[control][metrics][sandboxes]") {
    ControlStory story;
    story.join("alice");
    story.call(request("POST /sandboxes", R"({"name":"w1","clock":"manual"})"));
    const auto w1 = metrics(story, "/sandboxes/w1/metrics");
    CHECK(has_line(w1, "socket_io_connected 0"));
    CHECK(has_line(w1, "chatmock_clock_held 1"));
    CHECK(has_line(w1, "chatmock_clock_time_seconds 1577836800.000"));
    CHECK(w1.find("chatmock_control_calls_total") == std::string::npos);
    CHECK(has_line(metrics(story, "/sandboxes/default/metrics"), "socket_io_connected 1"));
    CHECK(has_line(metrics(story), "chatmock_sandboxes 2"));
}

TEST_CASE("Reading metrics is not part of the run", "[control][metrics]") {
    ControlStory story;
    story.join("alice");
    const auto before = story.world().state().transcript.text();
    const auto seq = story.world().state().journal.last_seq();
    metrics(story);
    CHECK(story.world().state().transcript.text() == before);
    CHECK(story.world().state().journal.last_seq() == seq);
}
