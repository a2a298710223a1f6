#include "catalogue/mutants.hpp"

#include "support/repository.hpp"
#include "support/results.hpp"

#include <set>

namespace chatmock::catalogue {

namespace {

using Names = std::vector<std::string>;

Contract contract_of(std::string_view schema) { return expect_value(Contract::compile(json_of(schema))); }
Template payload_of(std::string_view json) { return expect_value(Template::compile(json_of(json), "")); }

std::vector<Mutant> mutants(std::string_view schema, std::string_view payload) {
    return expect_value(mutants_of(contract_of(schema), payload_of(payload)));
}

// Names with this beginning.
Names names(std::string_view schema, std::string_view payload, std::string_view beginning = "") {
    Names names;
    for (const auto& mutant : mutants(schema, payload)) {
        if (mutant.name.rfind(beginning, 0) == 0) names.push_back(mutant.name);
    }
    return names;
}

// The payload of the mutant of that name; empty if there is none.
std::string broken(std::string_view schema, std::string_view payload, std::string_view name) {
    for (const auto& mutant : mutants(schema, payload)) {
        if (mutant.name == name) return to_text(mutant.payload.content());
    }
    return "";
}

// A schema of an object with the only field `a`.
std::string field(const std::string& schema) { return R"({"properties":{"a":)" + schema + "}}"; }

Event event_of(std::string_view schema, const std::map<std::string, std::string>& fixtures) {
    Event event{"Event", contract_of(schema), {}};
    for (const auto& [name, payload] : fixtures)
        event.fixtures.emplace(name, Fixture{name, payload_of(payload)});
    return event;
}

const Catalogue& shipped() {
    static const Catalogue catalogue = load(repository() / "fixtures", repository() / "contracts").catalogue;
    return catalogue;
}

} // namespace

TEST_CASE("Mutants are in the schema's order, field by field and kind by kind", "[catalogue]") {
    const auto* const schema = R"({
        "type": "object",
        "additionalProperties": false,
        "required": ["list", "id"],
        "properties": {
            "id": {"type": "string", "pattern": "^[0-9a-f]+$", "minLength": 3, "maxLength": 4},
            "n": {"type": ["integer", "null"], "minimum": 1, "maximum": 5},
            "list": {
                "type": "array", "minItems": 2, "maxItems": 2,
                "items": {"type": "object", "required": ["x"], "properties": {"x": {"enum": ["a", "b"]}}}
            }
        }
    })";
    CHECK(names(schema, R"({"n":1,"list":[{"x":"a"},{"x":"b"}],"id":"abc"})") ==
          Names{"missing:/id",    "type:/id",        "null:/id",        "empty:/id",
                "format:/id",     "too_short:/id",   "too_long:/id",    "type:/n",
                "too_small:/n",   "too_large:/n",    "missing:/list",   "type:/list",
                "null:/list",     "empty:/list",     "too_few:/list",   "too_many:/list",
                "type:/list/0",   "null:/list/0",    "empty:/list/0",   "missing:/list/0/x",
                "null:/list/0/x", "empty:/list/0/x", "value:/list/0/x", "extra:/unexpected"});
}

TEST_CASE("A mutant changes its field and nothing else", "[catalogue]") {
    const auto schema = field(R"({"type":"string","maxLength":3})");
    const auto* const payload = R"({"z":1,"a":"abc","b":[2]})";
    CHECK(broken(schema, payload, "type:/a") == R"({"z":1,"a":7,"b":[2]})");
    CHECK(broken(schema, payload, "null:/a") == R"({"z":1,"a":null,"b":[2]})");
    CHECK(broken(schema, payload, "too_long:/a") == R"({"z":1,"a":"xxxx","b":[2]})");
    CHECK(broken(R"({"required":["a"]})", payload, "missing:/a") == R"({"z":1,"b":[2]})");
    CHECK(broken(R"({"properties":{"z":{},"a":{},"b":{}},"additionalProperties":false})", payload,
                 "extra:/unexpected") == R"({"z":1,"a":"abc","b":[2],"unexpected":"more"})");
}

TEST_CASE("The wrong type is always the same, and outside all that are allowed", "[catalogue]") {
    const std::map<std::string, std::string> wrong = {
        {R"("string")", "7"},
        {R"("object")", "7"},
        {R"("array")", "7"},
        {R"("boolean")", "7"},
        {R"(["string","null"])", "7"},
        {R"("integer")", R"("7")"},
        {R"("number")", R"("7")"},
        {R"(["integer","string"])", "true"},
        {R"(["number","string","boolean"])", "{}"},
        {R"(["number","string","boolean","object"])", "[]"},
    };
    for (const auto& [types, value] : wrong) {
        CAPTURE(types);
        const auto schema = field(R"({"type":)" + types + "}");
        CHECK(broken(schema, R"({})", "type:/a") == R"({"a":)" + value + "}");
    }
    CHECK(names(field(R"({"type":["number","string","boolean","object","array"]})"), "{}") ==
          Names{"null:/a"});
}

TEST_CASE("A valid change is not a mutant", "[catalogue]") {
    CHECK(names("{}", R"({"a":1})").empty());
    CHECK(names(field("{}"), R"({"a":1})").empty());
    CHECK(names(field(R"({"type":["string","null"]})"), R"({"a":"x"})") == Names{"type:/a"});
    CHECK(names(field(R"({"type":"string","format":"uuid"})"), R"({"a":"x"})") ==
          Names{"type:/a", "null:/a"});
}

TEST_CASE("A text is of a wrong format only by that", "[catalogue]") {
    const auto malformed = [](const std::string& keywords) {
        return broken(field("{" + keywords + "}"), R"({"a":"x"})", "format:/a");
    };
    CHECK(malformed(R"("pattern":"^x")") == R"({"a":"malformed"})");
    CHECK(malformed(R"("pattern":"^[a-z]+$")") == R"({"a":"12345"})");
    CHECK(malformed(R"("pattern":"^[a-z0-9]+$")") == R"({"a":"?"})");
    CHECK(malformed(R"("pattern":"^\\S+$")") == R"({"a":" "})");
    CHECK(malformed(R"("pattern":".")").empty());
    CHECK(malformed(R"("pattern":"^x","maxLength":3)") == R"({"a":"mal"})");
    CHECK(malformed(R"("pattern":"^x","minLength":12)") == R"({"a":"malformedddd"})");
    CHECK(malformed(R"("pattern":".","maxLength":3)").empty());
}

TEST_CASE("A limit is passed by one", "[catalogue]") {
    const auto passed = [](const std::string& keyword, const std::string& name,
                           std::string_view value = "3") {
        return broken(field("{" + keyword + "}"), R"({"a":)" + std::string(value) + "}", name + ":/a");
    };
    CHECK(passed(R"("minimum":3)", "too_small") == R"({"a":2})");
    CHECK(passed(R"("minimum":2.5)", "too_small") == R"({"a":2})");
    CHECK(passed(R"("exclusiveMinimum":2)", "too_small") == R"({"a":2})");
    CHECK(passed(R"("maximum":3)", "too_large") == R"({"a":4})");
    CHECK(passed(R"("maximum":3.5)", "too_large") == R"({"a":4})");
    CHECK(passed(R"("exclusiveMaximum":4)", "too_large") == R"({"a":4})");
    CHECK(passed(R"("minLength":3)", "too_short", R"("abc")") == R"({"a":"xx"})");
    CHECK(passed(R"("minLength":1)", "empty", R"("abc")") == R"({"a":""})");
    CHECK(passed(R"("minLength":1)", "too_short", R"("abc")").empty());
    CHECK(passed(R"("minItems":2)", "too_few", "[1,2]") == R"({"a":[1]})");
    CHECK(passed(R"("minItems":1)", "empty", "[1,2]") == R"({"a":[]})");
    CHECK(passed(R"("maxItems":2)", "too_many", "[1,2]") == R"({"a":[1,2,1]})");
    CHECK(passed(R"("maxItems":2)", "too_many", "[]").empty()); // no item to repeat
}

TEST_CASE("A limit that cannot be exceeded gives no mutant", "[catalogue]") {
    CHECK(names(field(R"({"maxLength":100000000000})"), R"({"a":"x"})").empty());
    CHECK(names(field(R"({"maxItems":999999})"), R"({"a":["x"]})").empty());
    CHECK(names(field(R"({"maximum":9223372036854775807})"), R"({"a":1})").empty());
    CHECK(names(field(R"({"maximum":1e300})"), R"({"a":1})").empty());
    CHECK(names(field(R"({"type":"boolean","minimum":3,"maxLength":1,"pattern":"^x"})"), R"({"a":true})") ==
          Names{"type:/a", "null:/a"});
}

TEST_CASE("A value that is not listed is of the type of those that are", "[catalogue]") {
    CHECK(broken(field(R"({"enum":["on","off"]})"), R"({"a":"on"})", "value:/a") == R"({"a":"unlisted"})");
    CHECK(broken(field(R"({"enum":[1,4]})"), R"({"a":1})", "value:/a") == R"({"a":5})");
    CHECK(broken(field(R"({"const":true})"), R"({"a":true})", "value:/a") == R"({"a":false})");
    CHECK(names(field(R"({"enum":[true,false,null]})"), R"({"a":true})", "value").empty());
    CHECK(names(field(R"({"enum":["unlisted"]})"), R"({"a":"unlisted"})", "value").empty());
}

TEST_CASE("A field that may be left out is given wrong values where it is not, too", "[catalogue]") {
    const auto schema = field(R"({"type":"object","required":["b"],"properties":{"b":{"type":"string"}}})");
    CHECK(names(schema, "{}") == Names{"type:/a", "null:/a", "empty:/a"});
    CHECK(names(schema, R"({"a":{"b":"x"}})") ==
          Names{"type:/a", "null:/a", "empty:/a", "missing:/a/b", "type:/a/b", "null:/a/b"});
}

TEST_CASE("A further field has a name that no other has", "[catalogue]") {
    const auto* const schema =
        R"({"properties":{"unexpected":{},"unexpected_":{}},"additionalProperties":false})";
    CHECK(names(schema, R"({"unexpected":1})") == Names{"extra:/unexpected__"});
    CHECK(names(R"({"patternProperties":{"^un":{}},"additionalProperties":false})", "{}").empty());
}

TEST_CASE("Names are JSON Pointers whatever the fields are called", "[catalogue]") {
    const auto* const schema =
        R"({"properties":{"a/b":{"properties":{"~":{"type":"string"},"0":{"type":"null"}}}}})";
    CHECK(names(schema, R"({"a/b":{"~":"x","0":null}})") ==
          Names{"type:/a~1b/~0", "null:/a~1b/~0", "type:/a~1b/0"});
}

TEST_CASE("Mutants are found through references and choices", "[catalogue]") {
    const auto* const schema = R"({
        "definitions": {"id": {"type": "integer", "minimum": 0}},
        "allOf": [{"required": ["a"]}, {"properties": {"b": {"maxLength": 2}}}],
        "properties": {
            "a": {"$ref": "#/definitions/id"},
            "b": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "c": {"oneOf": [{"const": "x"}, {"type": "array", "minItems": 1}]},
            "d": {"if": {"type": "string"}, "then": {"minLength": 1}}
        }
    })";
    CHECK(names(schema, R"({"a":1,"b":"x","c":"x","d":"x"})") ==
          Names{"missing:/a", "type:/a", "null:/a", "too_small:/a", "type:/b", "too_long:/b", "type:/c",
                "null:/c", "empty:/c", "value:/c", "empty:/d"});
}

TEST_CASE("A schema that refers to itself ends where the payload does", "[catalogue]") {
    const auto* const schema = R"({
        "type": "object", "required": ["n"],
        "properties": {"n": {"type": "integer"}, "child": {"$ref": "#"}, "children": {"items": {"$ref": "#"}}}
    })";
    CHECK(names(schema, R"({"n":1,"child":{"n":2,"children":[{"n":3},{"n":4}]}})", "missing") ==
          Names{"missing:/n", "missing:/child/n", "missing:/child/children/0/n"});
}

TEST_CASE("A change that does not break the contract is left out, whatever the schema suggests",
          "[catalogue]") {
    const auto* const either = R"({"anyOf":[{"required":["a"]},{"required":["b"]}]})";
    CHECK(names(either, R"({"a":1,"b":2})").empty());
    CHECK(names(either, R"({"a":1})") == Names{"missing:/a"});
    const auto* const depends = R"({"dependencies":{"a":["b"]},"properties":{"a":{},"b":{}}})";
    CHECK(names(depends, R"({"a":1,"b":2})") == Names{"missing:/b"});
}

TEST_CASE("A payload that is broken already has the mutants of its other places", "[catalogue]") {
    const auto* const schema = R"({"required":["a","b"],"properties":{"a":{"type":"string"}}})";
    CHECK(names(schema, R"({"a":"x"})") == Names{"missing:/a", "type:/a", "null:/a"});
}

TEST_CASE("Placeholders stay, except the one of the broken field", "[catalogue]") {
    const auto schema = R"({"properties":{"a":{"type":"string"},"b":{"maxItems":1}}})";
    const auto* const payload = R"({"a":"${uuid}","b":["${seq}"],"c":"${user}"})";
    CHECK(broken(schema, payload, "type:/a") == R"({"a":7,"b":["${seq}"],"c":"${user}"})");
    CHECK(broken(schema, payload, "too_many:/b") ==
          R"({"a":"${uuid}","b":["${seq}","${seq}"],"c":"${user}"})");
}

TEST_CASE("Each mutant of the shipped events is refused at its place, and was good before", "[catalogue]") {
    for (const auto& [name, event] : shipped().events()) {
        const auto& payload = event.fixtures.at("default").payload;
        REQUIRE(event.contract.check(payload.sample()).empty());
        std::set<std::string> known;
        for (const auto& mutant : expect_value(mutants_of(event.contract, payload))) {
            CAPTURE(name, mutant.name);
            CHECK(known.insert(mutant.name).second);
            CHECK(mutant.name.substr(mutant.name.find(':') + 1) == mutant.at);
            CHECK_FALSE(mutant.does.empty());
            const auto parent = mutant.at.substr(0, mutant.at.rfind('/'));
            bool is_told = false;
            for (const auto& violation : event.contract.check(mutant.payload.sample()))
                is_told |= violation.at == mutant.at || violation.at == parent;
            CHECK(is_told);
        }
        CHECK(known.size() > 20);
    }
}

TEST_CASE("There are so many mutants and no more, of so much and no more", "[catalogue]") {
    Json schema = {{"properties", Json::object()}};
    for (std::size_t i = 0; i <= edits_max; ++i)
        schema["properties"][std::to_string(i)] = {{"type", "string"}};
    CHECK(mutants(to_text(schema), "{}").size() == edits_max);
    const Json large = {{"much", std::string(1000 * 1000, 'x')}};
    const auto contract = expect_value(Contract::compile(schema));
    const auto payload = expect_value(Template::compile(large, ""));
    CHECK(expect_error(mutants_of(contract, payload)).code == ErrorCode::invalid_value);
    const Event event{"Event", contract, {}};
    CHECK(expect_value(choose_mutants(event, payload, "null:/7")).size() ==
          1); // a single one costs no effort
}

TEST_CASE("A mutant is chosen by its name, or all of them", "[catalogue]") {
    const auto event = event_of(field(R"({"type":"string"})"), {{"default", R"({"a":"x"})"}});
    const auto& payload = event.fixtures.at("default").payload;
    const auto one = expect_value(choose_mutants(event, payload, "null:/a"));
    REQUIRE(one.size() == 1);
    CHECK(one.front().name == "null:/a");
    const auto all = expect_value(choose_mutants(event, payload, "*"));
    REQUIRE(all.size() == 2);
    CHECK(all.front().name == "type:/a");
    CHECK(all.back().name == "null:/a");
}

TEST_CASE("A mutant that there is not is answered with the nearest, one of another payload with that",
          "[catalogue]") {
    const auto event = event_of(R"({"properties":{"list":{"items":{"type":"string"}}}})",
                                {{"default", R"({"list":["x"]})"}, {"empty", R"({"list":[]})"}});
    const auto refused = [&](const std::string& fixture, std::string_view name) {
        return expect_error(choose_mutants(event, event.fixtures.at(fixture).payload, name));
    };
    const auto unknown = refused("default", "nul:/list/0");
    CHECK(unknown.code == ErrorCode::unknown_mutant);
    CHECK(unknown.at == "/mutant");
    CHECK(unknown.nearest == Names{"null:/list/0", "type:/list/0"});
    const auto inapplicable = refused("empty", "null:/list/0");
    CHECK(inapplicable.code == ErrorCode::inapplicable_mutant);
    CHECK(inapplicable.message.find(R"("null:/list/0")") != std::string::npos);
    CHECK(refused("empty", "*").code == ErrorCode::inapplicable_mutant);
    CHECK(refused("default", "").code == ErrorCode::unknown_mutant);
    CHECK(refused("default", std::string(100000, 'x')).message.size() < 300);
}

TEST_CASE("An event's mutants are made from its default fixture, or its first", "[catalogue]") {
    const auto base = [](const std::map<std::string, std::string>& fixtures) {
        const auto event = event_of("{}", fixtures);
        return expect_value(Catalogue::base_fixture(event))->name;
    };
    CHECK(base({{"default", "{}"}, {"a", "{}"}}) == "default");
    CHECK(base({{"zulu", "{}"}, {"echo", "{}"}}) == "echo");
    CHECK(expect_error(Catalogue::base_fixture(event_of("{}", {}))).code == ErrorCode::unknown_fixture);
}

} // namespace chatmock::catalogue
