// The arguments of an event: a payload of any kind, or a list.
#include "core/input/command_fields.hpp"
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

Inject read(std::string_view body) {
    const Json json = json_of(body);
    Fields fields(json, "");
    auto inject = read_inject(fields, "NewMessage");
    CHECK(fields.done());
    return inject;
}

Error refusal_of(std::string_view body) {
    const Json json = json_of(body);
    Fields fields(json, "");
    (void)read_inject(fields, "NewMessage");
    return expect_error(fields.done());
}

// The frame that the only client gets.
std::string sent(WorldStory& story, std::string_view body) {
    story.call(read(body));
    return story.wire().at(0);
}

} // namespace

TEST_CASE("a payload is any JSON", "[core]") {
    WorldStory story;
    story.join("alice");
    for (const auto* data : {R"("text")", "7", "[1,2]", "false", "null", "{}"}) {
        CAPTURE(data);
        const auto body = R"({"contract":"skip","data":)" + std::string(data) + "}";
        CHECK(sent(story, body) == R"(frame 1: 42["NewMessage",)" + std::string(data) + "]");
        CHECK(to_text(story.journal("emit").back()["data"]) == data);
    }
}

TEST_CASE("a null beside other content is not a payload", "[core]") {
    CHECK(read(R"({"data":null})").data);
    for (const auto* body : {R"({"data":null,"fixture":"default"})", R"({"data":null,"patch":{}})",
                             R"({"data":null,"args":[1]})", "{}"})
        CHECK_FALSE(read(body).data);
}

TEST_CASE("a payload of another kind is held to its contract", "[core]") {
    WorldStory story;
    story.join("alice");
    const auto error = story.refused(read(R"({"data":"text"})"));
    CHECK(error.code == ErrorCode::contract_violation);
    CHECK(story.wire().empty());
}

TEST_CASE("an event has several arguments, or none", "[core]") {
    WorldStory story;
    story.join("alice");
    CHECK(sent(story, R"({"contract":"skip","args":["a",{"b":1},null]})") ==
          R"(frame 1: 42["NewMessage","a",{"b":1},null])");
    CHECK(to_text(story.journal("emit").back()["data"]) == R"(["a",{"b":1},null])");
    CHECK(sent(story, R"({"contract":"skip","args":[]})") == R"(frame 1: 42["NewMessage"])");
    CHECK(sent(story, R"({"contract":"skip","args":["${user}","$${user}"]})") ==
          R"(frame 1: 42["NewMessage","alice","${user}"])");
}

TEST_CASE("bytes may be among the arguments", "[core]") {
    WorldStory story;
    story.join("alice");
    story.call(read(R"({"contract":"skip","args":[1,{"$binary":"AQ\nID"}]})"));
    CHECK(story.wire() ==
          WireLines{R"(frame 1: 451-["NewMessage",1,{"_placeholder":true,"num":0}])", "frame 1: <01 02 03>"});
}

TEST_CASE("the contract is that of the first argument", "[core]") {
    WorldStory story;
    story.join("alice");
    const Json fixture = story.call(GetFixture{"NewMessage", "default"});
    Inject inject = inject_to("alice");
    inject.args = Json::array({fixture, 7, "free"});
    story.call(inject);
    CHECK(story.wire().size() == 1);
    inject.args = Json::array({7, fixture});
    CHECK(story.refused(inject).code == ErrorCode::contract_violation);
    inject.args = Json::array();
    const auto none = story.refused(inject);
    REQUIRE(none.violations.size() == 1);
    CHECK(none.violations[0].message == "expected an argument, got none");
}

TEST_CASE("a mutant breaks the first argument and leaves the others", "[core]") {
    WorldStory story;
    story.join("alice");
    Inject inject = inject_to("alice");
    inject.args = Json::array({story.call(GetFixture{"NewMessage", "default"}), "kept"});
    inject.mutant = "missing:/sender_id";
    story.call(inject);
    CHECK(story.wire().at(0).find("sender_id") == std::string::npos);
    CHECK(story.wire().at(0).find(R"(,"kept"])") != std::string::npos);
    inject.args = Json::array();
    CHECK(story.refused(inject).code == ErrorCode::inapplicable_mutant);
}

TEST_CASE("arguments, payload and fixture exclude each other", "[core]") {
    CHECK(refusal_of(R"({"data":1,"fixture":"default"})").at == "/data");
    CHECK(refusal_of(R"({"data":1,"patch":{}})").at == "/data");
    CHECK(refusal_of(R"({"data":1,"args":[]})").at == "/data");
    CHECK(refusal_of(R"({"args":[],"fixture":"default"})").at == "/args");
    CHECK(refusal_of(R"({"args":{}})").at == "/args");
}

TEST_CASE("malformed bytes are refused at their place, and not sent", "[core]") {
    WorldStory story;
    story.join("alice");
    for (const auto* content :
         {R"("data":{"file":{"$binary":"A"}})", R"("args":[1,{"$binary":"not base64!"}])",
          R"("patch":{"file":{"$binary":7}})"}) {
        CAPTURE(content);
        const auto error = story.refused(read(R"({"contract":"skip",)" + std::string(content) + "}"));
        CHECK(error.code == ErrorCode::invalid_value);
        CHECK(error.at.find("/$binary") != std::string::npos);
        CHECK(story.wire().empty());
    }
}
