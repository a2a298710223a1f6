// Contracts and injections: the modes, the variants, and the digits of numbers.
#include "support/world_story.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

constexpr std::string_view numbers =
    R"({"big":12345678901234567890123,"e":1e3,"price":1.50,"whole":7.0,"zero":-0})";

std::shared_ptr<const catalogue::Catalogue> catalogue_with(std::string_view json) {
    return std::make_shared<const catalogue::Catalogue>(
        expect_value(catalogue::parse_catalogue(json_of(json))));
}

Inject variant_of(const std::string& event, const std::string& name) {
    Inject inject;
    inject.event = event;
    inject.variant = name;
    return inject;
}

} // namespace

TEST_CASE("a violation has the expected and the actual value, and the rule", "[core]") {
    WorldStory story;
    auto inject = inject_to("alice");
    inject.patch = json_of(R"({"content":5,"group_id":null})");
    const auto error = story.refused(inject);
    REQUIRE(error.violations.size() == 2);
    CHECK(error.violations[0].at == "/group_id");
    CHECK(error.violations[0].message == "missing field: expected an integer or null, got nothing; the null "
                                         "in patch removed it, and set would put null there");
    CHECK(error.violations[0].rule == "/required");
    CHECK(error.violations[1].at == "/content");
    CHECK(error.violations[1].message == "wrong type: expected a string, got 5");
    CHECK(error.violations[1].rule == "/properties/content/type");
    CHECK(to_json(error)["error"]["violations"][1]["rule"] == "/properties/content/type");
}

TEST_CASE("an answer warns of a text without its format, where the contract does not assert it", "[core]") {
    constexpr std::string_view events =
        R"({"E":{"contract":{"properties":{"id":{"format":"uuid"}}},"fixtures":{"default":{"id":"nobody"}}}})";
    WorldStory story({1, catalogue_with(events), {}, {}});
    story.join("alice");
    Inject inject;
    inject.event = "E";
    const auto warned = story.call(inject);
    CHECK(warned["recipients"].size() == 1);
    REQUIRE(warned["warnings"].size() == 1);
    CHECK(warned["warnings"][0]["message"] == R"(wrong format: expected a string (uuid), got "nobody")");
    CHECK(warned["warnings"][0]["rule"] == "/properties/id/format");

    inject.patch = json_of(R"({"id":"3fa85f64-5717-4562-b3fc-2c963f66afa6"})");
    CHECK_FALSE(story.call(inject).contains("warnings"));
    inject.patch.reset();
    inject.enforce_contract = false;
    CHECK_FALSE(story.call(inject).contains("warnings"));
}

TEST_CASE("numbers leave with the digits of the fixture, the patch and the data", "[core][number]") {
    const auto catalogue =
        std::string(R"({"E":{"contract":{},"fixtures":{"default":)") + std::string(numbers) + "}}}";
    WorldStory story({1, catalogue_with(catalogue), {}, {}});
    story.join("alice");
    Inject inject;
    inject.event = "E";
    story.call(inject);
    const auto sent = std::string(R"(frame 1: 42["E",)") + std::string(numbers) + "]";
    CHECK(story.wire() == WireLines{sent});
    CHECK(to_text(story.journal("emit")[0]["data"]) == numbers);

    inject.patch = json_of(R"({"price":2.500,"more":1E3})");
    story.call(inject);
    CHECK(story.wire()[0].find(R"("price":2.500,"whole":7.0,"zero":-0,"more":1E3})") != std::string::npos);

    Inject data;
    data.event = "E";
    data.data = json_of(numbers);
    story.call(data);
    CHECK(story.wire() == WireLines{sent});
}

TEST_CASE("numbers that a client sends are in the journal as a server in Node.js has them",
          "[core][number]") {
    WorldStory story;
    const auto alice = story.join("alice");
    story.frame(alice, std::string(R"(42["hello",)") + std::string(numbers) + "]");
    CHECK(to_text(story.journal("receive")[0]["data"][0]) ==
          R"({"big":1.2345678901234568e+22,"e":1000,"price":1.5,"whole":7,"zero":0})");
}

TEST_CASE("a variant is sent as it is, and named; its contract holds", "[core]") {
    WorldStory story;
    story.join("alice");
    const auto reply = story.call(variant_of("UpdatedGroup", "shortest:/name"));
    CHECK(reply["variant"] == "shortest:/name");
    CHECK(story.journal("emit")[0]["variant"] == "shortest:/name");
    CHECK(story.journal("emit")[0]["data"]["name"] == "x");

    const auto error = story.refused(variant_of("UpdatedGroup", "shortest:/nam"));
    CHECK(error.code == ErrorCode::unknown_variant);
    CHECK(error.nearest.front() == "shortest:/name");

    const auto listed = story.call(ListVariants{"UpdatedGroup"});
    story.call(variant_of("UpdatedGroup", "*"));
    CHECK(story.journal("emit").size() == 1 + listed["variants"].size());
}

TEST_CASE("a catalogue travels with the files that its contracts refer to", "[core]") {
    const auto* const json = R"({"E":{
        "contract":{"properties":{"id":{"$ref":"../common.json#/definitions/id"}}},
        "fixtures":{},
        "file":"file:///events/E.schema.json",
        "documents":{"file:///common.json":{"definitions":{"id":{"type":"integer"}}}},
        "formats":"assert"}})";
    const auto catalogue = catalogue_with(json);
    CHECK_FALSE(catalogue->events().at("E").contract.holds(json_of(R"({"id":"x"})")));
    CHECK(catalogue::to_json(*catalogue) == json_of(json));
}
