#include "support/documented_examples.hpp"
#include "support/tokens.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

Inject inject_with(std::string_view data) {
    Inject inject;
    inject.event = "NewMessage";
    inject.data = json_of(data);
    inject.enforce_contract = false;
    return inject;
}

} // namespace

TEST_CASE("each event's default fixture reaches the client as documented", "[core]") {
    WorldStory story;
    story.join("alice");
    for (const auto& [event, example] : documented_examples) {
        Inject inject;
        inject.event = event;
        const auto reply = story.call(inject);
        CHECK(story.wire() == WireLines{"frame 1: 42[\"" + event + "\"," + to_text(json_of(example)) + "]"});
        CHECK(reply["fixture"] == "default");
        CHECK(reply["recipients"].size() == 1);
    }
}

TEST_CASE("a patch changes the fields that it names and keeps the rest in place", "[core]") {
    WorldStory story;
    story.join("alice");
    Inject inject;
    inject.event = "UpdatedGroup";
    inject.patch = json_of(R"({"name":"Löwen 🦁","group_avatar":null})");
    story.refused(inject); // a null in a merge patch removes the field, which is required
    CHECK(story.wire().empty());
    inject.patch = json_of(R"({"name":"Löwen 🦁"})");
    story.call(inject);
    CHECK(story.wire()[0].find(R"(42["UpdatedGroup",{"id":0,"name":"Löwen 🦁","owner_id":)") !=
          std::string::npos);
}

TEST_CASE("a payload that breaks its contract goes nowhere", "[core]") {
    WorldStory story;
    story.join("alice");
    auto inject = inject_to("alice");
    inject.patch = json_of(R"({"sender_id":"x","extra":1})");
    const auto error = story.refused(inject);
    CHECK(error.code == ErrorCode::contract_violation);
    REQUIRE(error.violations.size() >= 2);
    bool names_sender = false;
    for (const auto& violation : error.violations) names_sender |= violation.at == "/sender_id";
    CHECK(names_sender);
    CHECK(story.wire().empty());
    CHECK(story.journal("emit").empty());

    inject.enforce_contract = false;
    story.call(inject);
    CHECK(story.wire().size() == 1);
}

TEST_CASE("an unknown event or fixture is answered with the nearest names", "[core]") {
    WorldStory story;
    Inject inject;
    inject.event = "NewMesage";
    CHECK(story.refused(inject).message.find(R"(did you mean "NewMessage")") != std::string::npos);
    inject.event = "NewMessage";
    inject.fixture = "../../profiles/default";
    CHECK(story.refused(inject).code == ErrorCode::unknown_fixture);
    inject.fixture = "direct-mesage";
    CHECK(story.refused(inject).message.find(R"(did you mean "direct-message")") != std::string::npos);
}

TEST_CASE("an event reaches those it is meant for, in join order", "[core]") {
    WorldStory story;
    story.join("carol");
    story.join("bob");
    story.join(jwt(R"({"sub":"alice","role":"admin"})"));
    const auto users_of = [&](const policy::Target& to) {
        Inject inject;
        inject.event = "NewMember";
        inject.to = to;
        const auto recipients = story.call(inject)["recipients"];
        std::string users;
        for (const auto& recipient : recipients) users += recipient["user"].get<std::string>() + " ";
        return users;
    };
    const auto target = [](std::string_view text) {
        return expect_value(policy::parse_target(json_of(text), ""));
    };
    CHECK(users_of(target(R"({"all":true})")) == "carol bob alice ");
    CHECK(users_of(target(R"({"user":["alice","carol","nobody"]})")) == "carol alice ");
    CHECK(users_of(target(R"({"group":7})")) == "bob alice ");
    CHECK(users_of(target(R"({"claims":{"role":"admin"}})")) == "alice ");
    const auto sid = story.call(ListConnections{})["connections"][1]["sid"].get<std::string>();
    CHECK(users_of(target(R"({"sid":")" + sid + R"("})")) == "bob ");
    story.call(SetGroup{"7", {"carol"}});
    CHECK(users_of(target(R"({"group":"7"})")) == "carol ");
}

TEST_CASE("the target `all` is resolved when the event is sent", "[core]") {
    WorldStory story(R"({"namespaces":["/","/admin"]})");
    Inject inject;
    inject.event = "NewMember";
    const auto receivers = [&](const std::string& namespace_name) {
        inject.namespace_name = namespace_name;
        const auto reply = story.call(inject);
        std::string users;
        for (const auto& recipient : reply["recipients"]) users += recipient["user"].get<std::string>() + " ";
        return users;
    };
    story.join("alice");
    const auto bob = story.join("bob");
    CHECK(receivers("/") == "alice bob ");
    CHECK(receivers("/") == "alice bob ");
    CHECK(receivers("/admin").empty());
    story.frame(bob, "40/admin,");
    CHECK(receivers("/admin") == "bob ");
    CHECK(receivers("/") == "alice bob ");
    story.join("carol");
    CHECK(receivers("/") == "alice bob carol ");
    story.lose_channel(bob);
    CHECK(receivers("/") == "alice carol ");
    CHECK(receivers("/admin").empty());
    CHECK(story.journal("emit")[1]["recipients"].size() == 2);
}

TEST_CASE("an event without recipients is not an error", "[core]") {
    WorldStory story;
    const auto reply = story.call(inject_to("alice"));
    CHECK(reply["recipients"].empty());
    CHECK(reply["seq"] == 1);
    CHECK(story.journal("emit")[0]["recipients"].empty());
}

TEST_CASE("min_recipients waits for clients that have not joined yet", "[core]") {
    WorldStory story;
    auto inject = inject_to("alice");
    inject.min_recipients = 1;
    const auto ticket = story.ask(inject);
    story.join("bob");
    CHECK_FALSE(story.is_answered(ticket));
    story.join("alice");
    REQUIRE(story.is_answered(ticket));
    CHECK(story.body(ticket)["recipients"][0]["user"] == "alice");
}

TEST_CASE("a timeout of min_recipients lists the nearest connections, and sends nothing later", "[core]") {
    WorldStory story;
    story.join("bob");
    auto inject = inject_to("alice");
    inject.min_recipients = 2;
    const auto ticket = story.ask(inject);
    story.give_up(ticket);
    const auto error = expect_error(story.answer(ticket));
    CHECK(error.code == ErrorCode::too_few_recipients);
    REQUIRE(error.nearest.size() == 1);
    CHECK(error.nearest[0].find(R"(expected the user "alice", got "bob")") != std::string::npos);
    story.join("alice");
    story.join("alice");
    CHECK(story.journal("emit").empty());
}

TEST_CASE("a delayed event leaves when it is due, on the mock's clock", "[core]") {
    WorldStory story;
    story.join("alice");
    auto inject = inject_with(R"({"at":"${now}"})");
    inject.delay = Milliseconds(1500);
    const auto ticket = story.ask(inject);
    CHECK(expect_value(story.answer(ticket)).status == 202);
    CHECK(story.body(ticket)["due"] == "2023-11-14T22:13:21.500Z");
    CHECK(story.advance(Milliseconds(1499)).empty());
    CHECK(story.advance(Milliseconds(1)) ==
          WireLines{R"(frame 1: 42["NewMessage",{"at":"2023-11-14T22:13:21.500Z"}])"});
}

TEST_CASE("written waits for every recipient's bytes", "[core]") {
    WorldStory story;
    story.join("alice");
    story.join("alice");
    auto inject = inject_to("alice");
    inject.await = Await::written;
    const auto ticket = story.ask(inject);
    CHECK_FALSE(story.is_answered(ticket));
    story.write_all();
    REQUIRE(story.is_answered(ticket));
    const auto recipients = story.body(ticket)["recipients"];
    CHECK(recipients.size() == 2);
    for (const auto& recipient : recipients) CHECK(recipient["state"] == "written");
}

TEST_CASE("written waits for the poll that carries it", "[core]") {
    WorldStory story;
    const auto query = "EIO=4&transport=polling&sid=" + story.open_polling("alice");
    story.post(query, "40");
    story.get(query);
    auto inject = inject_to("alice");
    inject.await = Await::written;
    const auto ticket = story.ask(inject);
    CHECK(story.wire().empty());
    CHECK(story.get(query).size() == 1);
    story.write_all();
    CHECK(story.body(ticket)["recipients"][0]["state"] == "written");
}

TEST_CASE("a recipient that is lost before its bytes are sent is reported as lost", "[core]") {
    WorldStory story;
    story.join("alice");
    auto inject = inject_to("alice");
    inject.await = Await::written;
    const auto ticket = story.ask(inject);
    story.lose_channel(1);
    REQUIRE(story.is_answered(ticket));
    CHECK(story.body(ticket)["recipients"][0]["state"] == "lost");
}

TEST_CASE("a timeout of `written` lists the recipients that did not get it", "[core]") {
    WorldStory story;
    story.join("alice");
    auto inject = inject_to("alice");
    inject.await = Await::written;
    const auto ticket = story.ask(inject);
    story.give_up(ticket);
    const auto error = expect_error(story.answer(ticket));
    CHECK(error.code == ErrorCode::timed_out);
    CHECK(error.nearest.at(0).find("alice") == 0);
}

TEST_CASE("repeat sends as often, filling placeholders anew", "[core]") {
    WorldStory story;
    story.join("alice");
    auto inject = inject_with(R"({"n":"${seq}"})");
    inject.repeat = 3;
    const auto reply = story.call(inject);
    CHECK(story.wire() == WireLines{R"(frame 1: 42["NewMessage",{"n":"1"}])",
                                    R"(frame 1: 42["NewMessage",{"n":"2"}])",
                                    R"(frame 1: 42["NewMessage",{"n":"3"}])"});
    CHECK(reply["last_seq"].get<int>() - reply["seq"].get<int>() == 2);
}

TEST_CASE("a broadcast is encoded once and shared", "[core]") {
    WorldStory story;
    for (int i = 0; i < 5; ++i) story.join("user" + std::to_string(i));
    Inject inject;
    inject.event = "NewMessage";
    story.call(inject);
    REQUIRE(story.effects().size() == 1);
    const auto& broadcast = std::get<engineio::Broadcast>(story.effects()[0]);
    CHECK(broadcast.channels == std::vector<engineio::ChannelId>{1, 2, 3, 4, 5});
    CHECK(broadcast.payloads.size() == 1);
    CHECK(broadcast.receipts.empty());
}

TEST_CASE("a polling client gets the first event of a burst with its poll, and the rest with the next",
          "[core]") {
    WorldStory story;
    story.join("alice");
    const auto sid = "EIO=4&transport=polling&sid=" + story.open_polling("bob");
    story.post(sid, "40");
    story.get(sid);
    story.get(sid);
    const auto poll = std::to_string(story.last_number());
    Inject inject;
    inject.event = "NewMessage";
    inject.data = json_of(R"({"n":"${seq}"})");
    inject.enforce_contract = false;
    inject.repeat = 3;
    inject.await = Await::written;
    const auto ticket = story.ask(inject);
    CHECK(story.wire() == WireLines{R"(frame 1: 42["NewMessage",{"n":"1"}])",
                                    R"(frame 1: 42["NewMessage",{"n":"2"}])",
                                    R"(frame 1: 42["NewMessage",{"n":"3"}])",
                                    "answer " + poll + R"(: 200 42["NewMessage",{"n":"1"}])"});
    story.write_all();
    CHECK_FALSE(story.is_answered(ticket));
    const auto rest = story.get(sid);
    CHECK(rest == WireLines{"answer " + std::to_string(story.last_number()) +
                            R"(: 200 42["NewMessage",{"n":"2"}]|42["NewMessage",{"n":"3"}])"});
    story.write_all();
    const auto recipients = story.body(ticket)["recipients"];
    CHECK(recipients[0]["transport"] == "websocket");
    CHECK(recipients[1]["transport"] == "polling");
    for (const auto& recipient : recipients) CHECK(recipient["state"] == "written");
}

TEST_CASE("bytes go to each recipient as its protocol has them", "[core]") {
    WorldStory story;
    story.join("alice");
    story.upgrade("EIO=3&transport=websocket&jwt_token=bob");
    Inject inject;
    inject.event = "NewMessage";
    inject.data = json_of(R"({"file":{"$binary":"AQI="}})");
    inject.enforce_contract = false;
    story.call(inject);
    CHECK(story.wire() == WireLines{R"(frame 1: 451-["NewMessage",{"file":{"_placeholder":true,"num":0}}])",
                                    "frame 1: <01 02>",
                                    R"(frame 2: 451-["NewMessage",{"file":{"_placeholder":true,"num":0}}])",
                                    "frame 2: <04 01 02>"});
}

TEST_CASE("a payload that names its recipient differs by user, and in nothing else", "[core]") {
    WorldStory story;
    story.join("alice");
    story.join("bob");
    story.call(inject_with(R"({"for":"${user}","id":"${uuid}"})"));
    REQUIRE(story.wire().size() == 2);
    const auto of_alice = story.wire()[0];
    const auto of_bob = story.wire()[1];
    CHECK(of_alice.find(R"("for":"alice")") != std::string::npos);
    CHECK(of_bob.find(R"("for":"bob")") != std::string::npos);
    CHECK(of_alice.substr(of_alice.find("\"id\"")) == of_bob.substr(of_bob.find("\"id\"")));
}

TEST_CASE("one recipient's broken payload keeps all from leaving", "[core]") {
    WorldStory story;
    story.join("3fa85f64-5717-4562-b3fc-2c963f66afa6");
    story.join("alice");
    Inject inject;
    inject.event = "NewMessage";
    inject.patch = json_of(R"({"sender_id":"${user}"})");
    CHECK(story.refused(inject).code == ErrorCode::contract_violation);
    CHECK(story.wire().empty());
}

TEST_CASE("more deliveries than a call may make are refused", "[core]") {
    WorldStory story(R"({})");
    for (int i = 0; i < 101; ++i) story.join("user" + std::to_string(i));
    Inject inject;
    inject.event = "NewMessage";
    inject.repeat = 10000;
    CHECK(story.refused(inject).at == "/repeat");
    CHECK(story.wire().empty());
}
