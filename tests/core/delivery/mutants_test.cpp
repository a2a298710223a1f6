#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

Inject mutant_of(const std::string& event, const std::string& name) {
    Inject inject;
    inject.event = event;
    inject.mutant = name;
    return inject;
}

std::shared_ptr<const catalogue::Catalogue> catalogue_with(std::string_view json) {
    return std::make_shared<const catalogue::Catalogue>(
        expect_value(catalogue::parse_catalogue(json_of(json))));
}

WorldStory story_with(std::string_view catalogue) {
    return WorldStory({1, catalogue_with(catalogue), {}, {}});
}

std::vector<std::string> names_in(const Json& list, const std::string& member) {
    std::vector<std::string> names;
    for (const auto& each : list) names.push_back(each.at(member).get<std::string>());
    return names;
}

const std::string event_with_two = R"({"Event":{
    "contract":{"properties":{"a":{"type":"string"}}}, "fixtures":{"default":{"a":"x","n":"${seq}"}}}})";

} // namespace

TEST_CASE("a mutant is sent as it is, and named", "[core]") {
    WorldStory story;
    story.join("alice");
    const auto reply = story.call(mutant_of("ViewedMessage", "missing:/group_id"));
    CHECK(story.wire() ==
          WireLines{R"(frame 1: 42["ViewedMessage",{"member_id":"3fa85f64-5717-4562-b3fc-2c963f66afa6",)"
                    R"("viewed_message_time":"2021-05-20T08:32:35.923Z",)"
                    R"("viewed_message_id":"3fa85f64-5717-4562-b3fc-2c963f66afa6",)"
                    R"("created":"2021-05-20T08:32:35.923Z","modified":"2021-05-20T08:32:35.923Z"}])"});
    CHECK(reply["mutant"] == "missing:/group_id");
    CHECK(reply["fixture"] == "default");
    CHECK(story.journal("emit")[0]["mutant"] == "missing:/group_id");
    story.call(inject_to("alice"));
    CHECK_FALSE(story.journal("emit")[1].contains("mutant"));
}

TEST_CASE("a mutant breaks the payload that the call would send", "[core]") {
    auto story = story_with(event_with_two);
    story.join("alice");
    auto inject = mutant_of("Event", "type:/a");
    inject.patch = json_of(R"({"b":"${user}"})");
    story.call(inject);
    CHECK(story.wire() == WireLines{R"(frame 1: 42["Event",{"a":7,"n":"1","b":"alice"}])"});
    inject.patch.reset();
    inject.data = json_of(R"({"b":1})");
    story.call(inject);
    CHECK(story.wire() == WireLines{R"(frame 1: 42["Event",{"b":1,"a":7}])"});
}

TEST_CASE("all mutants are sent in order, and each is named", "[core]") {
    WorldStory story;
    story.join("alice");
    const auto list = story.call(ListMutants{"NewMessage"});
    CHECK(list["event"] == "NewMessage");
    CHECK(list["fixture"] == "default");
    const auto names = names_in(list["mutants"], "name");
    const auto reply = story.call(mutant_of("NewMessage", "*"));
    CHECK(reply["mutant"] == "*");
    CHECK(reply["last_seq"].get<std::size_t>() - reply["seq"].get<std::size_t>() + 1 == names.size());
    CHECK(names_in(story.journal("emit"), "mutant") == names);
    CHECK(story.call(ListMutants{"NewMessage"}) == list);
}

TEST_CASE("all mutants repeat as a whole, with their placeholders filled anew", "[core]") {
    auto story = story_with(event_with_two);
    story.join("alice");
    auto inject = mutant_of("Event", "*");
    inject.repeat = 2;
    story.call(inject);
    CHECK(story.wire() ==
          WireLines{R"(frame 1: 42["Event",{"a":7,"n":"1"}])", R"(frame 1: 42["Event",{"a":null,"n":"2"}])",
                    R"(frame 1: 42["Event",{"a":7,"n":"3"}])", R"(frame 1: 42["Event",{"a":null,"n":"4"}])"});
}

TEST_CASE("all mutants are written when the last is", "[core]") {
    WorldStory story;
    story.join("alice");
    auto inject = mutant_of("ViewedMessage", "*");
    inject.await = Await::written;
    inject.delay = Milliseconds(1000);
    const auto ticket = story.ask(inject);
    CHECK(story.wire().empty());
    story.advance(Milliseconds(1000));
    CHECK(story.wire().size() > 20);
    CHECK_FALSE(story.is_answered(ticket));
    story.write_all();
    CHECK(story.body(ticket)["recipients"][0]["state"] == "written");
}

TEST_CASE("a mutant that names its recipient differs by user", "[core]") {
    auto story =
        story_with(R"({"Event":{"contract":{"properties":{"a":{"type":"string"},"b":{"type":"string"}}},
                                "fixtures":{"default":{"a":"${user}","b":"${user}"}}}})");
    story.join("alice");
    story.join("bob");
    story.call(mutant_of("Event", "null:/a"));
    CHECK(story.wire() == WireLines{R"(frame 1: 42["Event",{"a":null,"b":"alice"}])",
                                    R"(frame 2: 42["Event",{"a":null,"b":"bob"}])"});
}

TEST_CASE("an unknown or inapplicable mutant is sent to no client", "[core]") {
    WorldStory story;
    story.join("alice");
    const auto unknown = story.refused(mutant_of("NewMessage", "missing:/sendr_id"));
    CHECK(unknown.code == ErrorCode::unknown_mutant);
    CHECK(unknown.nearest.at(0) == "missing:/sender_id");
    auto inject = mutant_of("NewMessage", "missing:/attachments/0/id");
    inject.fixture = "no-attachments";
    CHECK(story.refused(inject).code == ErrorCode::inapplicable_mutant);
    CHECK(story.refused(mutant_of("NewMesage", "*")).code == ErrorCode::unknown_event);
    CHECK(story.journal("emit").empty());
    CHECK(story.wire().empty());
}

TEST_CASE("mutants of an event are those of its default fixture, or of its first", "[core]") {
    auto story = story_with(R"({
        "None": {"contract": {}, "fixtures": {}},
        "Some": {"contract": {"required": ["a"]}, "fixtures": {"zulu": {}, "echo": {"a": 1}}}})");
    CHECK(story.call(ListMutants{"Some"}) == json_of(R"({"event":"Some","fixture":"echo",
                      "mutants":[{"name":"missing:/a","at":"/a","does":"leaves it out"}]})"));
    const auto none = story.refused(ListMutants{"None"});
    CHECK(none.code == ErrorCode::unknown_fixture);
    CHECK(none.message == "expected a fixture of None, got none");
    CHECK(story.refused(ListMutants{"Smoe"}).code == ErrorCode::unknown_event);
}

TEST_CASE("more emissions than allowed are refused, also without clients", "[core]") {
    Json properties = Json::object();
    for (int i = 0; i < 60; ++i) properties[std::to_string(i)] = {{"type", "string"}};
    const Json catalogue = {
        {"Event", {{"contract", {{"properties", properties}}}, {"fixtures", {{"default", Json::object()}}}}}};
    auto story = story_with(to_text(catalogue));
    auto inject = mutant_of("Event", "*");
    inject.repeat = 10000;
    CHECK(story.refused(inject).message.find("1200000 to each of 0 recipients") != std::string::npos);
    CHECK(story.journal("emit").empty());
}
