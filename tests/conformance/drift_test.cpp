#include "conformance/drift.hpp"

#include "catalogue/mutants.hpp"
#include "support/repository.hpp"
#include "support/results.hpp"

#include <map>

namespace chatmock::conformance {

namespace {

using catalogue::Contract;
using Texts = std::vector<std::string>;

const catalogue::Catalogue& shipped() {
    static const auto catalogue =
        catalogue::load(repository() / "fixtures", repository() / "contracts").catalogue;
    return catalogue;
}

std::vector<Drift> drifts(std::string_view schema, std::string_view payload) {
    return drifts_of(expect_value(Contract::compile(json_of(schema))), json_of(payload));
}

// "missing_field /id", one per drift.
Texts places(std::string_view schema, std::string_view payload) {
    Texts texts;
    for (const auto& drift : drifts(schema, payload))
        texts.push_back(std::string(name_of(drift.kind)) + " " + drift.at);
    return texts;
}

// The only drift, as "expected; got; rule".
std::string words(std::string_view schema, std::string_view payload) {
    const auto all = drifts(schema, payload);
    if (all.size() != 1) return std::to_string(all.size()) + " drifts";
    return all.front().expected + "; " + all.front().got + "; " + all.front().rule;
}

// A schema of an object with the only field `a`.
std::string field(const std::string& schema) { return R"({"properties":{"a":)" + schema + "}}"; }

// The drift that a mutant must cause; an empty text may have no format, or be too short.
DriftKind kind_of(const std::string& mutant, const std::string& rule) {
    static const std::map<std::string, DriftKind> kinds = {
        {"missing", DriftKind::missing_field}, {"type", DriftKind::wrong_type},
        {"null", DriftKind::wrong_type},       {"format", DriftKind::wrong_format},
        {"extra", DriftKind::unknown_field},
    };
    const auto found = kinds.find(mutant.substr(0, mutant.find(':')));
    if (found != kinds.end()) return found->second;
    return rule.find("/pattern") == std::string::npos ? DriftKind::wrong_value : DriftKind::wrong_format;
}

} // namespace

TEST_CASE("A valid payload has no drift", "[conformance]") {
    std::size_t count = 0;
    for (const auto& [name, event] : shipped().events()) {
        for (const auto& [fixture, content] : event.fixtures) {
            CAPTURE(name, fixture);
            CHECK(drifts_of(event.contract, content.payload.sample()).empty());
            ++count;
        }
    }
    CHECK(count > 40);
}

TEST_CASE("Every mutant of every shipped fixture is one drift, of its kind and at its place",
          "[conformance]") {
    std::size_t count = 0;
    for (const auto& [name, event] : shipped().events()) {
        for (const auto& [fixture, content] : event.fixtures) {
            for (const auto& mutant : expect_value(catalogue::mutants_of(event.contract, content.payload))) {
                CAPTURE(name, fixture, mutant.name);
                const auto drifts = drifts_of(event.contract, mutant.payload.sample());
                REQUIRE(drifts.size() == 1);
                CHECK(drifts.front().at == mutant.at);
                const auto& rule = drifts.front().rule;
                CHECK(name_of(drifts.front().kind) == name_of(kind_of(mutant.name, rule)));
                CHECK(event.contract.schema().contains(Json::json_pointer(rule)));
                ++count;
            }
        }
    }
    CHECK(count > 1000);
}

TEST_CASE("All mistakes of a payload are reported, each once", "[conformance]") {
    const auto* const schema = R"({
        "type": "object", "additionalProperties": false, "required": ["id", "list"],
        "properties": {
            "id": {"type": "integer"},
            "name": {"type": "string", "maxLength": 2},
            "list": {"items": {"required": ["x"], "properties": {"x": {"type": ["string", "null"]}}}}
        }
    })";
    CHECK(places(schema, R"({"nam":"a","name":"abc","list":[{"x":1},{"x":null},{"y":0}]})") ==
          Texts{"missing_field /id", "unknown_field /nam", "wrong_value /name", "wrong_type /list/0/x",
                "missing_field /list/2/x"});
}

TEST_CASE("A drift has the expected and the actual value, and the rule", "[conformance]") {
    CHECK(words(field(R"({"type":["integer","null"]})"), R"({"a":"7"})") ==
          R"(an integer or null; "7"; /properties/a/type)");
    CHECK(words(field(R"({"type":"string","format":"uuid","pattern":"^[0-9a-f-]{36}$"})"), R"({"a":"x"})") ==
          R"(a string (uuid); "x"; /properties/a/pattern)");
    CHECK(words(field(R"({"pattern":"^\\d"})"), R"({"a":"x"})") ==
          R"(a text that matches "^\\d"; "x"; /properties/a/pattern)");
    CHECK(words(field(R"({"maxLength":2})"), R"({"a":"äöü"})") ==
          R"(at most 2 characters; "äöü"; /properties/a/maxLength)");
    CHECK(words(field(R"({"minimum":0})"), R"({"a":-1})") == "at least 0; -1; /properties/a/minimum");
    CHECK(words(field(R"({"enum":["on","off",3]})"), R"({"a":"in"})") ==
          R"("on", "off" or 3; "in"; /properties/a/enum)");
    CHECK(words(R"({"required":["a"],"properties":{"a":{"type":"string","format":"uuid"}}})", "{}") ==
          "a string (uuid); nothing; /required");
    CHECK(words(R"({"additionalProperties":false,"properties":{"sender_id":{}}})", R"({"senderid":1})") ==
          R"("sender_id"; 1; /additionalProperties)");
    CHECK(words(R"({"additionalProperties":false})", R"({"b":1})") ==
          "no such field; 1; /additionalProperties");
}

TEST_CASE("A long value is shortened", "[conformance]") {
    const auto long_text = R"({"a":")" + std::string(100000, 'x') + "\"}";
    CHECK(drifts(field(R"({"type":"integer"})"), long_text).front().got.size() < 100);
}

TEST_CASE("An empty object that lacks several fields is one mistake", "[conformance]") {
    const auto schema = field(R"({"required":["x","y"]})");
    CHECK(words(schema, R"({"a":{}})") == R"(an object with ["x","y"]; {}; /properties/a/required)");
    CHECK(places(schema, R"({"a":{"z":1}})") == Texts{"missing_field /a/x", "missing_field /a/y"});
}

TEST_CASE("Each keyword that can be violated is reported by its own name", "[conformance]") {
    const std::map<std::string, std::string> broken = {
        {R"({"const":3})", "4"},
        {R"({"multipleOf":3})", "4"},
        {R"({"exclusiveMinimum":4})", "4"},
        {R"({"maximum":3.5})", "4"},
        {R"({"exclusiveMaximum":4})", "4"},
        {R"({"minLength":2})", R"("x")"},
        {R"({"minItems":1})", "[]"},
        {R"({"maxItems":1})", "[1,2]"},
        {R"({"minProperties":1})", "{}"},
        {R"({"maxProperties":0})", R"({"x":1})"},
        {R"({"contains":{"type":"string"}})", "[1]"},
        {R"({"not":{"type":"string"}})", R"("x")"},
        {R"({"anyOf":[{"type":"string"},{"type":"null"}]})", "1"},
        {R"({"oneOf":[{"minimum":1},{"minimum":2}]})", "3"},
    };
    for (const auto& [schema, value] : broken) {
        CAPTURE(schema, value);
        const auto all = drifts(field(schema), R"({"a":)" + value + "}");
        REQUIRE(all.size() == 1);
        CHECK(all.front().at == "/a");
        CHECK(all.front().rule == "/properties/a/" + json_of(schema).items().begin().key());
    }
}

TEST_CASE("Rules about members and items that have no name of their own are followed", "[conformance]") {
    CHECK(places(R"({"patternProperties":{"^n_":{"type":"integer"}},"additionalProperties":false})",
                 R"({"n_1":"x","m":1})") == Texts{"wrong_type /n_1", "unknown_field /m"});
    CHECK(places(R"({"additionalProperties":{"type":"integer"}})", R"({"b":"x"})") == Texts{"wrong_type /b"});
    CHECK(places(R"({"dependencies":{"a":["b"],"c":{"required":["d"]}}})", R"({"a":1,"c":1})") ==
          Texts{"missing_field /b", "missing_field /d"});
    CHECK(places(R"({"items":[{"type":"string"}],"additionalItems":{"type":"null"}})", "[1,2,null]") ==
          Texts{"wrong_type /0", "wrong_type /1"});
    CHECK(places(R"({"uniqueItems":true})", R"([1,{"a":1,"b":2},{"b":2,"a":1}])") == Texts{"wrong_value /2"});
}

TEST_CASE("References, conditions and choices are followed to the mistake", "[conformance]") {
    const auto* const referring =
        R"({"definitions":{"id":{"type":"integer"}},"properties":{"a":{"$ref":"#/definitions/id"}}})";
    CHECK(words(referring, R"({"a":"x"})") == R"(an integer; "x"; /definitions/id/type)");
    const auto conditional = field(R"({"if":{"type":"string"},"then":{"minLength":1},"else":{"minimum":5}})");
    CHECK(words(conditional, R"({"a":""})") == R"(at least 1 character; ""; /properties/a/then/minLength)");
    CHECK(words(conditional, R"({"a":4})") == "at least 5; 4; /properties/a/else/minimum");
    const auto typed =
        field(R"({"anyOf":[{"type":"string","maxLength":1},{"type":"object","required":["x"]}]})");
    CHECK(words(typed, R"({"a":7})") == "a string or an object; 7; /properties/a/anyOf");
    CHECK(words(typed, R"({"a":"xy"})") == R"(at most 1 character; "xy"; /properties/a/anyOf/0/maxLength)");
    CHECK(places(typed, R"({"a":{"y":1}})") == Texts{"missing_field /a/x"});
    const auto listed = field(R"({"oneOf":[{"const":"x"},{"const":"y"}]})");
    CHECK(words(listed, R"({"a":"z"})") == R"("x" or "y"; "z"; /properties/a/oneOf)");
}

TEST_CASE("A schema that refers to itself is followed as deep as the payload goes", "[conformance]") {
    const auto* const schema = R"({"properties":{"n":{"type":"integer"},"child":{"$ref":"#"}}})";
    CHECK(places(schema, R"({"child":{"child":{"n":"x"}}})") == Texts{"wrong_type /child/child/n"});
}

TEST_CASE("Bytes are the wrong type wherever they are", "[conformance]") {
    const auto contract = expect_value(Contract::compile(json_of(field(R"({"type":["string","null"]})"))));
    Json payload = {{"a", Json::binary({1, 2})}, {"b", Json::array({Json::binary({3})})}};
    const auto all = drifts_of(contract, payload);
    REQUIRE(all.size() == 2);
    CHECK(all[0].at == "/a");
    CHECK(all[0].got == R"({"$binary":"AQI="})");
    CHECK(all[1].at == "/b/0");
}

TEST_CASE("A mistake of two rules at one place is reported once", "[conformance]") {
    CHECK(places(R"({"required":["a"],"allOf":[{"required":["a","b"]}]})", R"({"c":1})") ==
          Texts{"missing_field /a", "missing_field /b"});
}

TEST_CASE("A text that takes too many steps is reported so", "[conformance]") {
    CHECK(places(field(R"({"pattern":"^(x+)+$"})"), R"({"a":")" + std::string(40, 'x') + "!\"}") ==
          Texts{"too_costly /a"});
}

TEST_CASE("The number of reported mistakes is bounded", "[conformance]") {
    Json list = Json::array();
    for (int i = 0; i < 3000; ++i) list.push_back("x");
    const auto contract = expect_value(Contract::compile(json_of(R"({"items":{"type":"integer"}})")));
    CHECK(drifts_of(contract, list).size() == drifts_max);
    for (auto& item : list) item = Json::binary({1});
    CHECK(drifts_of(contract, list).size() == drifts_max);
}

} // namespace chatmock::conformance
