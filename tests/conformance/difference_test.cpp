#include "conformance/difference.hpp"

#include "catalogue/catalogue.hpp"
#include "support/repository.hpp"
#include "support/results.hpp"

namespace chatmock::conformance {

namespace {

using Texts = std::vector<std::string>;

Side fixtures(const Texts& payloads, const std::string& event = "E") {
    std::vector<Json> all;
    for (const auto& payload : payloads) all.push_back(json_of(payload));
    return {false, {{event, outline_of_payloads(all)}}};
}

Side contract(std::string_view schema) {
    return {true, {{"E", outline_of_schema(expect_value(schema::Schema::compile(json_of(schema))))}}};
}

std::string between(const Side& before, const Side& after) { return text_of(differences_of(before, after)); }

const std::string uuid = R"("3fa85f64-5717-4562-b3fc-2c963f66afa6")";

} // namespace

TEST_CASE("Two sets of fixtures differ by events, fields, types, and required fields", "[conformance]") {
    auto before = fixtures({R"({"id":1,"gone":true,"kind":"x","at":"2021-05-20T08:30:17.926Z"})"});
    auto after =
        fixtures({R"({"id":1,"kind":null,"new":{"x":1},"at":"soon"})", R"({"id":1.5,"kind":"x","at":"x"})"});
    before.events["Old"] = {};
    after.events["Newer"] = {};
    CHECK(between(before, after) == R"(E      ~ /at  date-time -> string
E      - /gone  boolean
E      ~ /id  integer -> integer|number
E      ~ /kind  string -> string|null
E      + /new  object, sometimes
Newer  +
Old    -
)");
}

TEST_CASE("Equal shapes have no difference, whatever their values", "[conformance]") {
    CHECK(between(fixtures({R"({"a":"x","list":[{"u":1}]})", R"({"a":"x","list":[]})"}),
                  fixtures({R"({"list":[{"u":3},{"u":2}],"a":"y"})"}))
              .empty());
}

TEST_CASE("Items of a list are one place", "[conformance]") {
    CHECK(between(fixtures({R"({"list":[{"url":"x","size":1},{"url":"x"}]})"}),
                  fixtures({R"({"list":[{"url":null,"size":1}]})"})) ==
          "E  ~ /list/*/size  integer, sometimes -> integer\nE  ~ /list/*/url  string -> null\n");
    CHECK(between(fixtures({"[1]"}), fixtures({"{}"})) ==
          "E  ~ (the whole)  list -> object\nE  - /*  integer\n");
}

TEST_CASE("Fields inside a value that is empty on the other side are not listed", "[conformance]") {
    CHECK(between(fixtures({R"({"a":{"x":1}})"}), fixtures({R"({"a":null})"})) ==
          "E  ~ /a  object -> null\n");
    CHECK(between(fixtures({"[1]"}), fixtures({"7"})) == "E  ~ (the whole)  list -> integer\n");
}

TEST_CASE("A place that a contract allows and a recording lacks is not a difference, in both directions",
          "[conformance]") {
    const auto allowing = contract(R"({
        "type": "object", "required": ["a", "b", "list"],
        "properties": {
            "a": {"type": ["string", "null"]}, "b": {"type": "number"}, "c": {"type": "integer"}, "d": {},
            "list": {"type": "array", "items": {"type": "object", "required": ["x"], "properties": {"x": {}}}},
            "o": {"type": ["object", "null"], "required": ["y"], "properties": {"y": {"type": "string"}}}
        }
    })");
    const auto shown = fixtures({R"({"a":)" + uuid + R"(,"b":1,"list":[],"o":null,"d":[1]})"});
    CHECK(between(allowing, shown).find('~') == std::string::npos);
    CHECK(between(shown, allowing).find('~') == std::string::npos);
    CHECK(between(allowing, fixtures({R"({"a":null,"b":1,"list":[]})"})).empty());
}

TEST_CASE("An event that a recording lacks is not a difference; an event without a contract is one",
          "[conformance]") {
    const auto allowing = contract("{}");
    CHECK(between(allowing, fixtures({"{}"}, "F")) == "F  +\n");
    CHECK(between(fixtures({"{}"}, "F"), allowing) == "F  -\n");
}

TEST_CASE("A place that a contract forbids is a difference", "[conformance]") {
    const auto strict = contract(R"({
        "type": "object", "required": ["a", "b"],
        "properties": {"a": {"type": "string", "format": "uuid"}, "b": {"type": "integer"}, "c": {"type": "null"}}
    })");
    CHECK(between(strict, fixtures({R"({"a":"x","c":null,"d":1})"})) ==
          "E  ~ /a  uuid -> string\nE  - /b  integer\nE  + /d  integer\n");
    CHECK(between(fixtures({R"({"a":)" + uuid + R"(,"b":1.5})", R"({"b":1})"}), strict) ==
          "E  ~ /a  uuid, sometimes -> uuid\nE  ~ /b  integer|number -> integer\n");
}

TEST_CASE("Two contracts differ by their rules", "[conformance]") {
    CHECK(between(contract(R"({"required":["a"],"properties":{"a":{"type":"string"}}})"),
                  contract(R"({"properties":{"a":{"type":["string","null"]},"b":{"$ref":"#"}}})"))
              .rfind("E  ~ /a  string -> string|null, sometimes\nE  + /b  any, sometimes\n", 0) == 0);
}

TEST_CASE("Two contracts differ by their other keywords", "[conformance]") {
    CHECK(between(contract(R"({"properties":{"a":{"type":"integer","maximum":10,"minimum":1}}})"),
                  contract(R"({"properties":{"a":{"type":"integer","maximum":20}}})")) ==
          "E  ~ /a  maximum 10 -> 20\nE  ~ /a  minimum 1 -> nothing\n");
    CHECK(between(contract(R"({"additionalProperties":false,"properties":{"a":{"enum":["x","y"]}}})"),
                  contract(R"({"additionalProperties":true,"properties":{"a":{"enum":["y","x"]}}})")) ==
          "E  ~ (the whole)  additionalProperties false -> nothing\n");
    CHECK(between(contract(R"({"type":"string","const":"x"})"),
                  contract(R"({"type":["string","null"],"pattern":"^x","format":"email","enum":["x",1]})")) ==
          "E  ~ (the whole)  string -> string|null\nE  ~ (the whole)  const \"x\" -> nothing\n"
          "E  ~ (the whole)  enum nothing -> [1,\"x\"]\nE  ~ (the whole)  format nothing -> \"email\"\n"
          "E  ~ (the whole)  pattern nothing -> \"^x\"\n");
    CHECK(between(contract(R"({"anyOf":[{"maxLength":1},{"maxLength":2}]})"),
                  contract(R"({"maxLength":2})")) == "E  ~ (the whole)  maxLength 1 or 2 -> 2\n");
}

TEST_CASE("A recording is held to the types of a contract, not to its values", "[conformance]") {
    const auto limited = contract(R"({"type":"integer","maximum":10})");
    CHECK(between(limited, fixtures({"20"})).empty());
    CHECK(between(fixtures({"20"}), limited).empty());
}

TEST_CASE("The shipped fixtures and contracts do not differ", "[conformance]") {
    const auto catalogue = catalogue::load(repository() / "fixtures", repository() / "contracts").catalogue;
    Side contracts{true, {}};
    Side shown;
    for (const auto& [name, event] : catalogue.events()) {
        std::vector<Json> payloads;
        for (const auto& [fixture, content] : event.fixtures) payloads.push_back(content.payload.sample());
        contracts.events[name] = outline_of_schema(event.contract.rules());
        shown.events[name] = outline_of_payloads(payloads);
    }
    CHECK(between(contracts, shown).empty());
    CHECK(between(shown, contracts).empty());
}

TEST_CASE("Names are written in ASCII", "[conformance]") {
    CHECK(between(fixtures({"{}"}, "ä"), fixtures({R"({"\n":1})"}, "ä")) == "\\u00e4  + /\\u000a  integer\n");
}

} // namespace chatmock::conformance
