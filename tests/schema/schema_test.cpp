#include "schema/schema.hpp"

#include "support/results.hpp"

namespace chatmock::schema {

namespace {

using Texts = std::vector<std::string>;

Schema schema_of(std::string_view json) { return expect_value(Schema::compile(json_of(json))); }

// "/pointer: sentence", one each.
Texts mistakes(const Schema& schema, const Json& payload) {
    Texts texts;
    for (const auto& finding : schema.check(payload))
        texts.push_back(finding.at + ": " + sentence_of(finding));
    CHECK(schema.holds(payload) == texts.empty());
    return texts;
}

Texts mistakes(std::string_view schema, std::string_view payload) {
    return mistakes(schema_of(schema), json_of(payload));
}

bool holds(std::string_view schema, std::string_view payload) { return mistakes(schema, payload).empty(); }

Settings with_documents(const std::map<std::string, std::string>& documents) {
    Library library;
    for (const auto& [path, text] : documents) library.add("file:///" + path, json_of(text));
    Settings settings;
    settings.library = std::make_shared<const Library>(std::move(library));
    settings.uri = "file:///events/Ping.schema.json";
    return settings;
}

// A chain of definitions, each of which refers to the next one through `link`.
Json chain_of(std::size_t length, const std::function<Json(const Json& next)>& link) {
    Json schema = {{"definitions", Json::object()}, {"$ref", "#/definitions/0"}};
    for (std::size_t i = 0; i < length; ++i)
        schema["definitions"][std::to_string(i)] = link({{"$ref", "#/definitions/" + std::to_string(i + 1)}});
    schema["definitions"][std::to_string(length)] = {{"type", "string"}};
    return schema;
}

} // namespace

TEST_CASE("A mistake is one sentence with the expected and the actual value", "[schema]") {
    CHECK(mistakes(R"({"properties":{"content":{"type":"string"}}})", R"({"content":5})") ==
          Texts{"/content: wrong type: expected a string, got 5"});
    CHECK(mistakes(R"({"required":["id"],"properties":{"id":{"type":"integer"}}})", "{}") ==
          Texts{"/id: missing field: expected an integer, got nothing"});
    CHECK(mistakes(R"({"maxLength":2})", R"("äöü")") ==
          Texts{R"(: wrong value: expected at most 2 characters, got "äöü")"});
    CHECK(mistakes(R"({"properties":{"sender_id":{}},"additionalProperties":false})", R"({"senderid":1})") ==
          Texts{R"(/senderid: unknown field: expected "sender_id", got 1)"});
    CHECK(mistakes(R"({"propertyNames":{"pattern":"^[a-z]+$"}})", R"({"A1":1})") ==
          Texts{R"(/A1: wrong format: expected a text that matches "^[a-z]+$", got "A1")"});
}

TEST_CASE("Without $schema a schema is of draft-07; an unknown dialect is refused in words", "[schema]") {
    CHECK(holds(R"({"dependentRequired":{"a":["b"]}})", R"({"a":1})"));
    CHECK_FALSE(
        holds(R"({"$schema":"https://json-schema.org/draft/2020-12/schema","dependentRequired":{"a":["b"]}})",
              R"({"a":1})"));
    const auto error =
        expect_error(Schema::compile({{"$schema", "http://json-schema.org/draft-04/schema#"}}));
    CHECK(error.at == "/$schema");
    CHECK(error.message.find("expected JSON Schema's draft-07, 2019-09 or 2020-12") == 0);
}

TEST_CASE("A schema refers to other files by path, by $id and by anchor", "[schema]") {
    const auto settings = with_documents({
        {"common/user.json",
         R"({"$id":"https://chat.example/user","definitions":{"id":{"type":"integer"}}})"},
        {"common/anchored.json",
         R"({"$schema":"https://json-schema.org/draft/2020-12/schema",
             "$defs":{"x":{"$anchor":"name","type":"string"}}})"},
    });
    for (const auto* reference : {"../common/user.json#/definitions/id", "/common/user.json#/definitions/id",
                                  "https://chat.example/user#/definitions/id"}) {
        CAPTURE(reference);
        // An `$id` must not hide the file beside the schema.
        const Json schema = {{"$id", "urn:chatmock:event:Ping"},
                             {"properties", {{"a", {{"$ref", reference}}}}}};
        const auto compiled = expect_value(Schema::compile(schema, settings));
        CHECK(mistakes(compiled, json_of(R"({"a":1})")).empty());
        const auto findings = compiled.check(json_of(R"({"a":"x"})"));
        REQUIRE(findings.size() == 1);
        CHECK(findings.front().rule.find("#/definitions/id/type") != std::string::npos);
        CHECK(compiled.documents().size() == 1);
    }
    const auto anchored = expect_value(Schema::compile({{"$ref", "../common/anchored.json#name"}}, settings));
    CHECK_FALSE(anchored.holds(1));
    const auto error = expect_error(Schema::compile({{"not", {{"$ref", "../common/usr.json"}}}}, settings));
    CHECK(error.at == "/not/$ref");
    CHECK(error.message.find("did you mean user.json?") != std::string::npos);
    const auto broken = with_documents({{"bad.json", R"({"type":"strnig"})"}});
    CHECK(expect_error(Schema::compile({{"$ref", "../bad.json"}}, broken)).at == "bad.json#/type");
}

TEST_CASE("Numbers are judged as they are written", "[schema]") {
    for (const auto* integer : {"7", "7.0", "1e3", "-0.0", "12345678901234567890123", "1.5e1"})
        CHECK(holds(R"({"type":"integer"})", integer));
    CHECK_FALSE(holds(R"({"type":"integer"})", "7.5"));
    CHECK_FALSE(holds(R"({"type":"integer"})", "9007199254740993.5"));
    CHECK(holds(R"({"multipleOf":0.01})", "19.99"));
    CHECK_FALSE(holds(R"({"multipleOf":0.01})", "1.005"));
    CHECK(holds(R"({"maximum":18446744073709551615})", "18446744073709551615"));
    CHECK_FALSE(holds(R"({"maximum":18446744073709551615})", "18446744073709551616"));
    CHECK_FALSE(holds(R"({"exclusiveMinimum":9007199254740992})", "9007199254740992.0"));
    CHECK(holds(R"({"const":1})", "1.0"));
    CHECK(holds(R"({"enum":[1,2,3,4,5,1000]})", "1e3"));
    CHECK_FALSE(holds(R"({"const":9007199254740993})", "9007199254740992.0"));
    CHECK_FALSE(holds(R"({"const":1})", "true"));
    CHECK_FALSE(holds(R"({"uniqueItems":true})", "[1,1.0]"));
    CHECK(holds(R"({"maxLength":2.0})", R"("ab")"));
}

TEST_CASE("A format warns, and refuses where the schema or the settings say so", "[schema]") {
    const auto warning = schema_of(R"({"properties":{"id":{"type":"string","format":"uuid"}}})");
    const auto payload = json_of(R"({"id":"x"})");
    CHECK(warning.holds(payload));
    REQUIRE(warning.warnings(payload).size() == 1);
    CHECK(sentence_of(warning.warnings(payload).front()) ==
          R"(wrong format: expected a string (uuid), got "x")");
    CHECK(warning.warnings(payload).front().rule == "/properties/id/format");
    CHECK(warning.warnings(json_of(R"({"id":"01234567-89ab-cdef-0123-456789ABCDEF"})")).empty());
    CHECK_FALSE(schema_of(R"({"x-chatmock":{"format":"assert"},"properties":{"id":{"format":"uuid"}}})")
                    .holds(payload));
    Settings settings;
    settings.asserts_formats = true;
    CHECK_FALSE(expect_value(Schema::compile(warning.json(), settings)).holds(payload));
    CHECK(schema_of(R"({"format":"of-our-own"})").warnings("x").empty());
}

TEST_CASE("A value is flawless if it is valid, and no text that was met has another format", "[schema]") {
    const auto is_flawless = [](std::string_view schema, std::string_view value) {
        const auto compiled = schema_of(schema);
        const bool is = compiled.is_flawless(json_of(value));
        if (is) CHECK(compiled.check(json_of(value)).empty());
        if (is) CHECK(compiled.warnings(json_of(value)).empty());
        return is;
    };
    constexpr std::string_view date = R"({"type":"string","format":"date"})";
    CHECK(is_flawless(date, R"("2024-02-29")"));
    CHECK_FALSE(is_flawless(date, R"("2023-02-29")")); // valid, with a warning
    CHECK_FALSE(is_flawless(date, "1"));               // invalid
    CHECK_FALSE(is_flawless(R"({"x-chatmock":{"format":"assert"},"format":"date"})", R"("x")"));
    CHECK(is_flawless(R"({"items":{"format":"date"}})", R"(["2024-02-29",1])"));
    CHECK_FALSE(is_flawless(R"({"items":{"format":"date"}})", R"(["2024-02-29","x"])"));
    constexpr std::string_view twice_not = R"({"not":{"not":{"format":"date"}}})";
    REQUIRE(schema_of(twice_not).warnings("x").size() == 1);
    CHECK_FALSE(is_flawless(twice_not, R"("x")"));
    CHECK(is_flawless(twice_not, R"("2024-02-29")"));
    CHECK_FALSE(is_flawless(R"({"not":{"format":"date"}})", R"("2024-02-29")"));
}

TEST_CASE("Texts with the same pattern, and with another one, are each held to their own", "[schema]") {
    constexpr std::string_view schema = R"({"properties":{
        "a":{"pattern":"^x"},"b":{"pattern":"^x"},"c":{"pattern":"^y"}},
        "patternProperties":{"^x":{"pattern":"^y"}}})";
    CHECK(holds(schema, R"({"a":"x","b":"x","c":"y","x":"y"})"));
    CHECK(mistakes(schema, R"({"a":"y","b":"y","c":"x","x":"x","y":"x"})").size() == 4);
}

TEST_CASE("Definitions that lead to each other in many ways are checked in linear time",
          "[schema][bounded]") {
    Json schema = {{"definitions", Json::object()}, {"anyOf", {{{"$ref", "#/definitions/d0"}}}}};
    constexpr int length = 60;
    for (int i = 0; i < length; ++i) {
        const Json next = {{"$ref", "#/definitions/d" + std::to_string(i + 1)}};
        schema["definitions"]["d" + std::to_string(i)] = {{"anyOf", Json::array({next, next})}};
    }
    schema["definitions"]["d" + std::to_string(length)] = {{"type", "string"}};
    const auto compiled = expect_value(Schema::compile(schema));
    CHECK(mistakes(compiled, "x").empty());
    CHECK(mistakes(compiled, 7) == Texts{": wrong type: expected a string, got 7"});
}

TEST_CASE("Choices within choices are explained in linear time", "[schema][bounded]") {
    Json schema = {{"type", "string"}};
    Json payload = 7;
    for (int i = 0; i < 60; ++i) {
        schema = {{"anyOf", Json::array({{{"properties", {{"a", schema}}}, {"required", {"a"}}},
                                         {{"type", "null"}}})}};
        payload = {{"a", payload}};
    }
    const auto found = mistakes(expect_value(Schema::compile(schema)), payload);
    REQUIRE(found.size() == 1);
    CHECK(found.front().find("/a/a: wrong type: expected a string, got 7") != std::string::npos);
}

TEST_CASE("A long chain of references is followed; a long way about one value is refused",
          "[schema][bounded]") {
    constexpr std::size_t length = 20000;
    const auto references = Schema::compile(chain_of(length, [](const Json& next) { return next; }));
    CHECK_FALSE(expect_value(references).holds(7));
    const auto way = expect_error(Schema::compile(chain_of(length, [](const Json& next) -> Json {
        return {{"allOf", {next}}};
    })));
    CHECK(way.message.find("expected at most 500 schemas") == 0);
    CHECK(way.at.find("/$ref") != std::string::npos);
    const auto properties = Schema::compile(chain_of(length, [](const Json& next) -> Json {
        return {{"properties", {{"a", next}}}};
    }));
    CHECK(expect_value(properties).holds(json_of(R"({"a":{"a":{"a":1}}})")));
}

TEST_CASE("A circle is refused, also through several documents; a recursion along the value is allowed",
          "[schema][bounded]") {
    for (
        const auto* schema :
        {R"({"$ref":"#"})", R"({"not":{"$ref":"#"}})", R"({"if":{"$ref":"#"}})",
         R"({"dependencies":{"a":{"$ref":"#"}}})",
         R"({"definitions":{"a":{"anyOf":[{"$ref":"#/definitions/b"}]},"b":{"oneOf":[{"$ref":"#/definitions/a"}]}}})",
         R"({"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"#","type":"object"})",
         R"({"$schema":"https://json-schema.org/draft/2020-12/schema","$dynamicAnchor":"a",
             "allOf":[{"$dynamicRef":"#a"}]})",
         R"({"$schema":"https://json-schema.org/draft/2019-09/schema","$recursiveAnchor":true,
             "allOf":[{"$recursiveRef":"#"}]})"}) {
        CAPTURE(schema);
        CHECK(expect_error(Schema::compile(json_of(schema))).message.find("does not lead back to itself") !=
              std::string::npos);
    }
    const auto settings =
        with_documents({{"a.json", R"({"allOf":[{"$ref":"b.json"}]})"}, {"b.json", R"({"$ref":"a.json"})"}});
    CHECK_FALSE(Schema::compile({{"$ref", "/a.json"}}, settings));
    CHECK(holds(R"({"properties":{"child":{"$ref":"#"}}})", R"({"child":{"child":{}}})"));
}

TEST_CASE("A list of 100,000 items and an object of as many members end in a verdict", "[schema][bounded]") {
    Json list = Json::array();
    Json object = Json::object();
    for (int i = 0; i < 100000; ++i) {
        list.push_back({{"n", i}});
        object[std::to_string(i)] = i;
    }
    CHECK(mistakes(
              schema_of(
                  R"({"uniqueItems":true,"items":{"required":["n"],"properties":{"n":{"type":"integer"}}}})"),
              list)
              .empty());
    CHECK(mistakes(schema_of(R"({"items":{"type":"string"}})"), list).size() == findings_max);
    CHECK(mistakes(schema_of(
                       R"({"additionalProperties":{"type":"integer"},"propertyNames":{"pattern":"^\\d+$"}})"),
                   object)
              .empty());
    CHECK(mistakes(schema_of(R"({"patternProperties":{"^\\d+$":{"type":"string"}}})"), object).size() ==
          findings_max);
    Json listed = Json::array();
    for (int i = 0; i < 100000; ++i) listed.push_back({{"n", i}});
    CHECK(mistakes(expect_value(Schema::compile({{"items", {{"enum", listed}}}})), list).empty());
    CHECK(mistakes(schema_of(R"({"contains":{"const":1}})"), list).size() == 1);
}

TEST_CASE("A payload that takes too many steps ends, and says so", "[schema][bounded]") {
    Json schema = {{"properties", Json::object()}};
    Json patterns = Json::object();
    for (int i = 0; i < 3000; ++i)
        patterns["^x{" + std::to_string(i % 50) + "}y" + std::to_string(i) + "$"] = true;
    Json payload = Json::object();
    for (int i = 0; i < 3000; ++i) payload["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" + std::to_string(i)] = 1;
    const auto found = mistakes(expect_value(Schema::compile({{"patternProperties", patterns}})), payload);
    REQUIRE(found.size() == 1);
    CHECK(found.front().find("too costly to check: expected a text that can be matched with") !=
          std::string::npos);
}

TEST_CASE("Names of members that look like keywords are names", "[schema]") {
    for (const std::string name :
         {"default", "enum", "const", "examples", "$ref", "$id", "properties", "format"}) {
        CAPTURE(name);
        const Json schema = {{"properties", {{name, {{"type", "integer"}}}}}};
        const auto compiled = expect_value(Schema::compile(schema));
        CHECK(compiled.holds({{name, 1}}));
        CHECK_FALSE(compiled.holds({{name, "x"}}));
    }
    // The values of `enum`, `const`, `default` and `examples` are data, even if they look like schemas.
    CHECK(holds(R"({"const":{"$ref":"#/nowhere","pattern":"("}})", R"({"$ref":"#/nowhere","pattern":"("})"));
    CHECK(holds(R"({"default":{"type":"nonsense"},"examples":[{"$ref":1}]})", "1"));
}

TEST_CASE("A schema's mistake is reported with its place", "[schema]") {
    const std::map<std::string, std::string> places = {
        {R"({"type":"strnig"})", "/type"},
        {R"({"type":[]})", "/type"},
        {R"({"properties":{"a":1}})", "/properties/a"},
        {R"({"properties":[]})", "/properties"},
        {R"({"required":"a"})", "/required"},
        {R"({"required":[1]})", "/required"},
        {R"({"items":[{"minLength":-1}]})", "/items/0/minLength"},
        {R"({"minLength":1.5})", "/minLength"},
        {R"({"anyOf":[]})", "/anyOf"},
        {R"({"enum":1})", "/enum"},
        {R"({"definitions":{"a b/c":{"maximum":"7"}}})", "/definitions/a b~1c/maximum"},
        {R"({"patternProperties":{"(":true}})", "/patternProperties/("},
        {R"({"uniqueItems":1})", "/uniqueItems"},
        {R"({"format":1})", "/format"},
        {R"({"$ref":1})", "/$ref"},
        {R"({"dependencies":{"a":1}})", "/dependencies/a"},
    };
    for (const auto& [schema, place] : places) {
        CAPTURE(schema);
        const auto error = expect_error(Schema::compile(json_of(schema)));
        CHECK(error.at == place);
        CHECK(error.code == ErrorCode::invalid_value);
    }
    CHECK(expect_error(Schema::compile(json_of(R"({"type":"strnig"})")))
              .message.find("did you mean \"string\"") != std::string::npos);
}

} // namespace chatmock::schema
