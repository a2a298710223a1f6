#include "conformance/inference.hpp"

#include "catalogue/mutants.hpp"
#include "conformance/formats.hpp"
#include "conformance/widening.hpp"
#include "support/repository.hpp"
#include "support/results.hpp"

namespace chatmock::conformance {

namespace {

using Texts = std::vector<std::string>;

catalogue::Catalogue catalogue_of(const std::string& contract) {
    return expect_value(
        catalogue::parse_catalogue(json_of(R"({"E":{"fixtures":{},"contract":)" + contract + "}}")));
}

// The changes to the contract of E that make the payloads valid.
Texts changes(const std::string& contract, const Texts& payloads) {
    const auto catalogue = catalogue_of(contract);
    Inference inference(catalogue);
    for (const auto& payload : payloads) inference.hear("E", Json::array({json_of(payload)}));
    CHECK(inference.unresolved().empty());
    auto schemas = inference.schemas();
    const auto inferred = expect_value(
        catalogue::Contract::compile(schemas.count("E") == 0 ? json_of(contract) : schemas.at("E")));
    for (const auto& payload : payloads) {
        CAPTURE(payload);
        CHECK(inferred.check(json_of(payload)).empty());
    }
    Texts lines;
    for (const auto& change : inference.changes()) lines.push_back(line_of(change).substr(14));
    return lines;
}

// A schema of an object with the only field `a`.
std::string field(const std::string& schema) { return R"({"properties":{"a":)" + schema + "}}"; }

const std::string uuid = R"("3fa85f64-5717-4562-b3fc-2c963f66afa6")";

// The schema inferred for an event without a contract.
Json inferred(const Texts& payloads) {
    const catalogue::Catalogue none({});
    Inference inference(none);
    for (const auto& payload : payloads) inference.hear("New", Json::array({json_of(payload)}));
    return inference.schemas().at("New");
}

} // namespace

TEST_CASE("Valid payloads change nothing, and neither does their absence", "[conformance]") {
    CHECK(changes(field(R"({"type":"integer"})"), {}).empty());
    CHECK(changes(field(R"({"type":"integer"})"), {R"({"a":1})", "{}"}).empty());
}

TEST_CASE("A contract is widened by the payloads, with their number", "[conformance]") {
    CHECK(changes(field(R"({"type":"integer"})"), {R"({"a":null})", R"({"a":1})", R"({"a":null})"}) ==
          Texts{R"(/properties/a/type: "integer" -> ["integer","null"] (2 of 3 payloads))"});
    CHECK(changes(field(R"({"type":"integer"})"), {R"({"a":1.5})"}) ==
          Texts{R"(/properties/a/type: "integer" -> "number" (1 of 1 payloads))"});
    CHECK(changes(R"({"required":["a","b"]})", {R"({"a":1})", R"({"a":1,"b":2})"}) ==
          Texts{R"(/required: ["a","b"] -> ["a"] (1 of 2 payloads))"});
    CHECK(changes(R"({"required":["a","b"]})", {"{}"}) ==
          Texts{R"(/required: ["a","b"] -> nothing (1 of 1 payloads))"});
    CHECK(changes(R"({"additionalProperties":false,"properties":{}})", {R"({"b":"x"})", R"({"b":null})"}) ==
          Texts{R"(/properties/b: nothing -> {"type":["string","null"]} (2 of 2 payloads))"});
    CHECK(changes(field(R"({"type":"string","format":"uuid","pattern":"^[0-9a-f-]{36}$"})"),
                  {R"({"a":"x"})"}) == Texts{R"(/properties/a/format: "uuid" -> nothing (1 of 1 payloads))"});
}

TEST_CASE("Lists of values and limits go as a whole, so that nothing of a person gets into a contract",
          "[conformance]") {
    CHECK(changes(field(R"({"maxLength":2})"), {R"({"a":"abcd"})", R"({"a":"abc"})"}) ==
          Texts{"/properties/a/maxLength: 2 -> nothing (2 of 2 payloads)"});
    CHECK(changes(field(R"({"exclusiveMinimum":2})"), {R"({"a":1})"}) ==
          Texts{"/properties/a/exclusiveMinimum: 2 -> nothing (1 of 1 payloads)"});
    CHECK(changes(field(R"({"enum":["on","off"]})"), {R"({"a":"Jane Doe"})"}) ==
          Texts{R"(/properties/a/enum: ["on","off"] -> nothing (1 of 1 payloads))"});
    CHECK(changes(field(R"({"const":1})"), {R"({"a":2})", R"({"a":3})"}) ==
          Texts{R"(/properties/a/const: 1 -> nothing (2 of 2 payloads))"});
}

TEST_CASE("Keys that are data get into no contract", "[conformance]") {
    CHECK(changes(R"({"additionalProperties":false})", {R"({"jane.doe@corp.com":"x"})"}) ==
          Texts{"/additionalProperties: false -> true (1 of 1 payloads)"});
    const auto schema = inferred({R"({"reactions":{"jane.doe@corp.com":{"a":1},"total":1}})"});
    CHECK(to_text(schema).find("jane") == std::string::npos);
    CHECK(schema["properties"]["reactions"] ==
          json_of(R"({"type":"object","additionalProperties":true,"required":["total"],
                      "properties":{"total":{"type":"integer"}}})"));
}

TEST_CASE("For every violated keyword, the payloads keep the contract afterwards", "[conformance]") {
    for (const auto& [schema, value] : std::vector<std::pair<std::string, std::string>>{
             {R"({"multipleOf":3})", "4"},
             {R"({"exclusiveMaximum":4})", "4"},
             {R"({"minItems":2,"uniqueItems":true})", "[1]"},
             {R"({"uniqueItems":true})", "[1,1]"},
             {R"({"contains":{"type":"string"}})", "[1]"},
             {R"({"not":{"type":"string"}})", R"("x")"},
             {R"({"anyOf":[{"type":"string"},{"type":"null"}]})", "1"},
             {R"({"oneOf":[{"minimum":1},{"minimum":2}]})", "3"},
             {R"({"oneOf":[{"type":"string"},{"type":"null"}]})", "3"},
             {R"({"dependencies":{"x":["y"]}})", R"({"x":1})"},
             {R"({"if":{"type":"string"},"then":{"maxLength":1}})", R"("xy")"},
             {R"({"items":[{"type":"string"}],"additionalItems":false})", R"([1,2,null])"},
             {R"({"type":"object","required":["x"]})", "[]"},
             {R"({"type":"null"})", R"([{"x":1},{"y":[null,"x"]},3])"}}) {
        CAPTURE(schema, value);
        CHECK_FALSE(changes(field(schema), {R"({"a":)" + value + "}"}).empty());
    }
}

TEST_CASE("Every mutant of a shipped contract could be inferred to be right", "[conformance]") {
    const auto catalogue = catalogue::load(repository() / "fixtures", repository() / "contracts").catalogue;
    Inference inference(catalogue);
    std::map<std::string, std::vector<Json>> heard;
    for (const auto& [name, event] : catalogue.events()) {
        for (const auto& [fixture, content] : event.fixtures) {
            for (const auto& mutant : expect_value(catalogue::mutants_of(event.contract, content.payload))) {
                heard[name].push_back(mutant.payload.sample());
                inference.hear(name, Json::array({heard[name].back()}));
            }
            if (fixture == "default") break;
        }
    }
    CHECK(inference.unresolved().empty());
    const auto schemas = inference.schemas();
    CHECK(schemas.size() == catalogue.events().size());
    for (const auto& [name, schema] : schemas) {
        const auto contract = expect_value(catalogue::Contract::compile(schema));
        for (const auto& payload : heard[name]) {
            CAPTURE(name, to_text(payload));
            CHECK(contract.check(payload).empty());
        }
    }
}

TEST_CASE("An event without a contract gets one, in the style of those that are shipped", "[conformance]") {
    CHECK(inferred({R"({"id":)" + uuid + R"(,"at":"2021-05-20T08:30:17.926Z","n":1,"list":[]})",
                    R"({"id":)" + uuid + R"(,"at":null,"n":1.5,"list":[{"x":true}],"more":"secret"})"}) ==
          Json{{"$schema", "http://json-schema.org/draft-07/schema#"},
               {"$id", "urn:chatmock:event:New"},
               {"title", "New"},
               {"description", "As the service was seen to send it."},
               {"type", "object"},
               {"additionalProperties", false},
               {"required", {"id", "at", "n", "list"}},
               {"properties",
                {{"id", {{"type", "string"}, {"format", "uuid"}, {"pattern", uuid_pattern}}},
                 {"at",
                  {{"type", {"string", "null"}}, {"format", "date-time"}, {"pattern", date_time_pattern}}},
                 {"n", {{"type", "number"}}},
                 {"list",
                  {{"type", "array"},
                   {"items",
                    {{"type", "object"},
                     {"additionalProperties", false},
                     {"required", {"x"}},
                     {"properties", {{"x", {{"type", "boolean"}}}}}}}}},
                 {"more", {{"type", "string"}}}}}});
}

TEST_CASE("Of a list that never had an item nothing is inferred", "[conformance]") {
    CHECK(inferred({R"({"list":[]})"})["properties"]["list"] == json_of(R"({"type":"array"})"));
}

TEST_CASE("A new contract is one change", "[conformance]") {
    const catalogue::Catalogue none({});
    Inference inference(none);
    inference.hear("New", json_of("[{}]"));
    inference.hear("New", json_of(R"([{"a":1}])"));
    REQUIRE(inference.changes().size() == 1);
    CHECK(line_of(inference.changes().front()).rfind("New.schema.json: nothing -> {\"$schema\"", 0) == 0);
}

TEST_CASE("An added type has the known rules for its values", "[conformance]") {
    CHECK(changes(field(R"({"type":"null","minLength":50})"), {R"({"a":)" + uuid + "}"}) ==
          Texts{R"(/properties/a/type: "null" -> ["null","string"] (1 of 1 payloads))"});
}

TEST_CASE("Events without exactly one argument, or with a name that a file cannot have, are ignored",
          "[conformance]") {
    const auto catalogue = catalogue_of(R"({"type":"object"})");
    Inference inference(catalogue);
    inference.hear("E", json_of("[]"));
    inference.hear("E", json_of("[1,2]"));
    inference.hear("E", Json::array({Json::binary({1})}));
    inference.hear("../E", json_of("[1]"));
    CHECK(inference.schemas().empty());
}

TEST_CASE("Contracts are inferred of the events that are recorded", "[conformance]") {
    const auto catalogue = catalogue_of(R"({"type":"object"})");
    Inference inference(catalogue);
    Recording recording(catalogue, Pseudonyms(1, {}));
    const auto hear = [&](const std::string& event, const Json& arguments) {
        inference.hear(event, arguments);
        recording.hear(event, arguments);
    };
    hear("unusable", json_of("[]"));
    for (std::size_t i = 1; i <= recorded_events_max; ++i) hear("e" + std::to_string(i), json_of("[1]"));
    hear("E", json_of("[1]"));
    hear("E1", json_of("[1]"));
    std::set<std::string> recorded;
    for (const auto& event : recording.events()) {
        if (event.recorded > 0) recorded.insert(event.name);
    }
    CHECK(recorded.size() == recorded_events_max);
    for (const auto& [event, schema] : inference.schemas()) CHECK(recorded.erase(event) == 1);
    CHECK(recorded.empty());
}

TEST_CASE("However much a service changes its mind, a contract changes so often", "[conformance]") {
    const auto catalogue = catalogue_of(R"({"additionalProperties":false})");
    Inference inference(catalogue);
    for (int chunk = 0; chunk < 6; ++chunk) {
        Json payload = Json::object();
        for (int i = 0; i < 300; ++i) payload["f" + std::to_string(chunk) + "_" + std::to_string(i)] = 1;
        inference.hear("E", Json::array({payload}));
    }
    CHECK(inference.schemas().at("E")["properties"].size() < changes_max + 300);
    CHECK(inference.unresolved() == Texts{"E"});
}

} // namespace chatmock::conformance
