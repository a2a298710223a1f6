#include "support/fault_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

Json states_of(FaultStory& story, Inject inject) {
    Json states = Json::array();
    const auto reply = story.call(std::move(inject));
    for (const auto& recipient : reply.at("recipients")) states.push_back(recipient["state"]);
    return states;
}

} // namespace

TEST_CASE("a fault drops the event it names, and no other", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.join("bob");
    story.install("lossy", R"({"on":{"event":"NewMessage","to":{"user":"alice"},"nth":2},"do":"drop"})");
    CHECK(story.send(1, 4) == "1 3 4 ");
    CHECK(story.send(1, 4, "bob") == "1 2 3 4 ");
    story.install("deaf", R"({"on":{"event":"NewMember"},"do":"drop"})");
    CHECK(story.send(5, 5) == "5 ");
    CHECK(states_of(story, inject_to("alice", "NewMember")) == Json::array({"dropped"}));
}

TEST_CASE("occurrences are counted for each user, and an emission is one of them", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.join("alice");
    story.join("bob");
    story.install("second", R"({"on":{"nth":2},"do":"drop"})");
    Inject all;
    all.event = "NewMessage";
    CHECK(states_of(story, all) == Json::array({"queued", "queued", "queued"}));
    CHECK(states_of(story, all) == Json::array({"dropped", "dropped", "dropped"}));
    CHECK(states_of(story, all) == Json::array({"queued", "queued", "queued"}));
    CHECK(story.fault("second")["occurrences"] == 6);
    CHECK(story.fault("second")["strikes"] == 3);
}

TEST_CASE("nth, first and every choose among the occurrences", "[faults]") {
    const auto heard = [](std::string_view on) {
        FaultStory story;
        story.join("alice");
        story.install("f", R"({"on":)" + std::string(on) + R"(,"do":"drop"})");
        return story.send(1, 6);
    };
    CHECK(heard(R"({"nth":1})") == "2 3 4 5 6 ");
    CHECK(heard(R"({"first":2})") == "3 4 5 6 ");
    CHECK(heard(R"({"every":3})") == "1 2 4 5 ");
    CHECK(heard(R"({"every":2,"first":4})") == "1 3 5 6 ");
    CHECK(heard(R"({"probability":0})") == "1 2 3 4 5 6 ");
    CHECK(heard(R"({"probability":1})").empty());
}

TEST_CASE("a probability drops the same events in each run, whatever other clients exist", "[faults]") {
    const auto heard = [](std::uint64_t seed, bool with_bob) {
        FaultStory story(rules_of_default_profile, seed);
        story.join("alice");
        if (with_bob) story.join("bob");
        story.install("loss", R"({"on":{"probability":0.5},"do":"drop"})");
        if (with_bob) story.send(1, 7, "bob");
        return story.send(1, 40);
    };
    const auto one = heard(1, false);
    CHECK(one == heard(1, false));
    CHECK(one == heard(1, true));
    CHECK(one != heard(2, false));
    CHECK(one.size() > 20);
    CHECK(one.size() < 100);
}

TEST_CASE("a delayed event is sent after its time, and others overtake it", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.install("late", R"({"on":{"nth":1},"do":"delay","ms":500})");
    CHECK(story.send(1, 2) == "2 ");
    CHECK(story.wait(Milliseconds(499)).empty());
    CHECK(story.wait(Milliseconds(1)) == "at 1: 1 ");
}

TEST_CASE("a range of delays is drawn from the seed", "[faults]") {
    const auto journalled = [](std::uint64_t seed) {
        FaultStory story(rules_of_default_profile, seed);
        story.join("alice");
        story.install("late", R"({"do":"delay","ms":[100,900]})");
        story.send(1, 20);
        Json delays = Json::array();
        for (const auto& entry : story.journal("fault")) delays.push_back(entry["ms"]);
        return delays;
    };
    const auto delays = journalled(1);
    CHECK(delays == journalled(1));
    CHECK(delays != journalled(2));
    for (const auto& delay : delays) CHECK((delay >= 100 && delay <= 900));
    CHECK(delays.front() != delays.back());
}

TEST_CASE("a call that awaits a held event is answered when it has left", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.install("late", R"({"do":"delay","ms":500})");
    auto inject = inject_to("alice");
    CHECK(states_of(story, inject) == Json::array({"held"}));
    inject.await = Await::written;
    const auto ticket = story.ask(inject);
    CHECK_FALSE(story.is_answered(ticket));
    story.advance(Milliseconds(500));
    CHECK_FALSE(story.is_answered(ticket));
    story.write_all();
    REQUIRE(story.is_answered(ticket));
    CHECK(story.body(ticket)["recipients"][0]["state"] == "written");
}

TEST_CASE("events held for a client that leaves are lost", "[faults]") {
    FaultStory story;
    const auto channel = story.join("alice");
    story.install("late", R"({"do":"delay","ms":500})");
    auto inject = inject_to("alice");
    inject.await = Await::written;
    const auto ticket = story.ask(inject);
    story.lose_channel(channel);
    REQUIRE(story.is_answered(ticket));
    CHECK(story.body(ticket)["recipients"][0]["state"] == "lost");
    story.join("alice");
    CHECK(story.wait(Milliseconds(1000)).empty());
}

TEST_CASE("a dropped event is not awaited", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.install("loss", R"({"do":"drop"})");
    for (const auto await : {Await::written, Await::acked}) {
        auto inject = inject_to("alice");
        inject.await = await;
        CHECK(states_of(story, inject) == Json::array({"dropped"}));
    }
}

TEST_CASE("a duplicated event is sent twice, or as often as the fault says", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.install("twice", R"({"on":{"nth":1},"do":"duplicate"})");
    story.install("thrice", R"({"on":{"nth":3},"do":"duplicate","copies":3})");
    CHECK(story.send(1, 4) == "1 1 2 3 3 3 4 ");
}

TEST_CASE("a reordered event follows the next one", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.install("swap", R"({"on":{"nth":2},"do":"reorder"})");
    CHECK(story.send(1, 4) == "1 3 2 4 ");
}

TEST_CASE("a dropped event is not a next event", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.install("swap", R"({"on":{"nth":1},"do":"reorder"})");
    story.install("loss", R"({"on":{"nth":2},"do":"drop"})");
    CHECK(story.send(1, 3) == "3 1 ");
}

TEST_CASE("a reordered event is sent when the fault is removed", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.install("swap", R"({"do":"reorder"})");
    CHECK(story.send(1, 1).empty());
    story.call(RemoveFault{"swap"});
    CHECK(story.numbers() == "1 ");
}

TEST_CASE("a client that ends when a fault releases events is reported as lost at once", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.install("swap", R"({"do":"reorder"})");
    story.install("end", R"({"do":"disconnect","when":"before"})");
    auto inject = inject_to("alice");
    inject.await = Await::written;
    const auto ticket = story.ask(inject);
    CHECK_FALSE(story.is_answered(ticket));
    story.call(RemoveFault{"swap"});
    REQUIRE(story.is_answered(ticket));
    CHECK(story.body(ticket)["recipients"][0]["state"] == "lost");
}

TEST_CASE("a truncated event ends in its middle, a corrupted one is wrong in one place", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.install("cut", R"({"on":{"nth":1},"do":"truncate"})");
    story.install("cut-to", R"({"on":{"nth":2},"do":"truncate","bytes":4})");
    story.install("flip", R"({"on":{"nth":3},"do":"corrupt","at":0})");
    story.install("anywhere", R"({"on":{"nth":4},"do":"corrupt"})");
    auto inject = inject_to("alice");
    inject.data = Json{{"n", 1}};
    inject.enforce_contract = false;
    const auto heard = [&] {
        story.call(inject);
        return story.wire().at(0);
    };
    CHECK(heard() == R"(frame 1: 42["NewMessa)");
    CHECK(heard() == R"(frame 1: 42["N)");
    CHECK(heard() == R"(frame 1: 42#"NewMessage",{"n":1}])");
    CHECK(story.journal("fault").back()["at"].is_string());
    CHECK(story.journal("fault").back()["byte"] == 0);
    const std::string whole = R"(frame 1: 42["NewMessage",{"n":1}])";
    const auto wrong = heard();
    REQUIRE(wrong.size() == whole.size());
    std::size_t differing = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) differing += wrong[i] == whole[i] ? 0 : 1;
    CHECK(differing == 1);
    CHECK(heard() == whole);
}

TEST_CASE("a truncated text stays UTF-8", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.install("cut", R"({"do":"truncate","bytes":18})");
    auto inject = inject_to("alice");
    inject.data = Json{{"é", 1}};
    inject.enforce_contract = false;
    story.call(inject);
    CHECK(story.wire().at(0) == R"(frame 1: 42["NewMessage",{")");
}

TEST_CASE("a client is disconnected before or after an event", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.install("before", R"({"on":{"nth":1},"do":"disconnect","when":"before","as":"server_disconnect"})");
    story.install("after", R"({"on":{"nth":2},"do":"disconnect"})");
    auto inject = inject_to("alice");
    inject.data = Json{{"n", 1}};
    inject.enforce_contract = false;
    CHECK(states_of(story, inject) == Json::array({"lost"}));
    CHECK(story.wire() == WireLines{"frame 1: 41"});
    story.join("alice");
    story.call(inject);
    CHECK(story.wire() == WireLines{R"(frame 2: 42["NewMessage",{"n":1}])", "close 2"});
    CHECK(story.journal("disconnect").size() == 2);
}

TEST_CASE("a slow line carries one event after the other", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.install("slow", R"({"do":"slow","bytes_per_second":24})");
    CHECK(story.send(1, 3).empty()); // 24 bytes each, as an Engine.IO packet
    CHECK(story.wait(Milliseconds(5000)) == "at 1000: 1 at 2000: 2 at 3000: 3 ");
    story.send(4, 4);
    story.call(RemoveFaults{});
    CHECK(story.send(5, 5).empty()); // the one before still waits
    CHECK(story.wait(Milliseconds(5000)) == "at 1000: 4 5 ");
    CHECK(story.send(6, 6) == "6 ");
}

TEST_CASE("a fault ends by its lifetime, or by a journal entry", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.install("for-a-second", R"({"do":"drop","ttl_ms":1000})");
    CHECK(story.send(1, 1).empty());
    story.advance(Milliseconds(1000));
    CHECK(story.send(2, 2) == "2 ");
    CHECK(story.journal("fault").back()["ended"] == "ttl_ms");

    story.install("till-bob", R"({"do":"drop","until":{"kind":"connect","user":"bob"}})");
    CHECK(story.send(3, 3).empty());
    story.join("carol");
    CHECK(story.send(4, 4).empty());
    story.join("bob");
    CHECK(story.send(5, 5) == "5 ");
    CHECK(story.journal("fault").back()["ended"] == "until");
    story.install("till-bob", R"({"do":"drop","until":{"kind":"connect","user":"bob"}})");
    CHECK(story.send(6, 6).empty()); // bob joined before it
}

TEST_CASE("entries before a fault's installation do not end it", "[faults]") {
    FaultStory story;
    story.join("alice");
    story.join("bob"); // no fault was installed then
    story.install("till-bob", R"({"do":"drop","until":{"kind":"connect","user":"bob"}})");
    CHECK(story.send(1, 1).empty());
}

TEST_CASE("a pair of faults is both of them", "[faults]") {
    const auto heard = [](std::string_view one, std::string_view other) {
        FaultStory story;
        story.join("alice");
        story.install("a", one);
        story.install("b", other);
        const auto at_once = story.send(1, 3);
        return at_once + "| " + story.wait(Milliseconds(2000));
    };
    const std::string drop = R"({"on":{"nth":2},"do":"drop"})";
    const std::string delay = R"({"on":{"nth":2},"do":"delay","ms":100})";
    const std::string twice = R"({"on":{"nth":2},"do":"duplicate"})";
    const std::string swap = R"({"on":{"nth":2},"do":"reorder"})";
    const std::string slow = R"({"on":{"nth":2},"do":"slow","bytes_per_second":24})";
    const std::string broken = R"({"on":{"nth":2},"do":"corrupt","at":0})";
    const std::string last = R"({"on":{"nth":2},"do":"disconnect"})";
    CHECK(heard(drop, delay) == "1 3 | ");
    CHECK(heard(drop, twice) == "1 3 | ");
    CHECK(heard(drop, swap) == "1 3 | ");
    CHECK(heard(drop, slow) == "1 3 | ");
    CHECK(heard(drop, broken) == "1 3 | ");
    CHECK(heard(drop, last) == "1 | ");
    CHECK(heard(delay, delay) == "1 3 | at 200: 2 ");
    CHECK(heard(delay, twice) == "1 3 | at 100: 2 2 ");
    CHECK(heard(delay, swap) == "1 3 | "); // due as no next event follows
    CHECK(heard(delay, slow) == "1 | at 1100: 2 3 ");
    CHECK(heard(delay, broken) == "1 3 | at 100: 2 ");
    CHECK(heard(delay, last) == "1 3 | at 100: 2 ");
    CHECK(heard(twice, swap) == "1 3 2 2 | ");
    CHECK(heard(twice, twice) == "1 2 2 2 2 3 | ");
    CHECK(heard(twice, slow) == "1 | at 1000: 2 2 3 ");
    CHECK(heard(twice, broken) == "1 2 2 3 | ");
    CHECK(heard(twice, last) == "1 2 2 | ");
    CHECK(heard(swap, swap) == "1 3 2 | ");
    CHECK(heard(swap, broken) == "1 3 2 | ");
    CHECK(heard(swap, last) == "1 3 2 | ");
    CHECK(heard(slow, last) == "1 | at 1000: 2 ");
    CHECK(heard(broken, last) == "1 2 | ");
}

TEST_CASE("faults are listed, counted, replaced and removed by name", "[faults]") {
    FaultStory story;
    story.install("b", R"({"do":"drop"})");
    story.install("a", R"({"do":"no_ping","on":{"to":{"user":"alice"}}})");
    const auto faults = story.call(ListFaults{}).at("faults");
    REQUIRE(faults.size() == 2);
    CHECK(faults[0]["name"] == "a");
    CHECK(faults[1]["do"] == "drop");
    CHECK(story.refused(GetFault{"aa"}).message.find("did you mean \"a\"") != std::string::npos);
    CHECK(story.refused(RemoveFault{"c"}).code == ErrorCode::unknown_fault);
    story.call(RemoveFault{"b"});
    CHECK(story.call(RemoveFaults{})["removed"] == 1);
    CHECK(story.call(ListFaults{}).at("faults").empty());
    CHECK(story.journal("control").size() == 4);
}

TEST_CASE("faults that are not all good change nothing", "[faults]") {
    FaultStory story;
    story.install("kept", R"({"do":"drop"})");
    ReplaceFaults replace;
    replace.faults = expect_value(
        policy::parse_faults(json_of(R"({"x":{"on":{"event":"NewMesage"},"do":"drop"},"y":{"do":"drop"},
                    "z":{"on":{"event":"Viewed"},"do":"drop"}})"),
                             "/faults"));
    const auto error = story.refused(replace);
    CHECK(error.code == ErrorCode::unknown_event);
    CHECK(error.at == "/faults/x/on/event");
    REQUIRE(error.violations.size() == 2);
    CHECK(error.violations[1].at == "/faults/z/on/event");
    CHECK(story.call(ListFaults{}).at("faults").size() == 1);
}

TEST_CASE("a reset goes back to the profile's faults, and their counts", "[faults]") {
    FaultStory story(R"({"faults":{"second":{"on":{"nth":2},"do":"drop"}}})");
    story.join("alice");
    CHECK(story.send(1, 3) == "1 3 ");
    story.install("all", R"({"do":"drop"})");
    story.call(Reset{});
    story.join("alice");
    CHECK(story.call(ListFaults{}).at("faults").size() == 1);
    CHECK(story.send(1, 3) == "1 3 ");
}

TEST_CASE("a profile's fault lives as long as it says, from the start", "[faults]") {
    FaultStory story(R"({"faults":{"first-second":{"do":"drop","ttl_ms":1000}}})");
    story.join("alice");
    CHECK(story.send(1, 1).empty());
    story.advance(Milliseconds(1000));
    CHECK(story.send(2, 2) == "2 ");
}
