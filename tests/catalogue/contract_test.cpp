#include "catalogue/contract.hpp"

#include "support/results.hpp"

namespace chatmock::catalogue {

namespace {

Contract contract_of(std::string_view schema) { return expect_value(Contract::compile(json_of(schema))); }

// A small contract in the style of the shipped ones.
Contract message_contract() {
    return contract_of(R"({
        "type": "object",
        "additionalProperties": false,
        "required": ["id", "text"],
        "properties": {
            "id": {"type": "string", "pattern": "^[0-9a-f]{4}$", "format": "uuid"},
            "text": {"type": ["string", "null"], "maxLength": 5},
            "group_id": {"type": "integer", "minimum": 0},
            "list": {
                "type": "array",
                "items": {"type": "object", "required": ["a/b"], "properties": {"a/b": {"type": "integer"}}}
            }
        }
    })");
}

// The pointers of the payload's mistakes.
std::vector<std::string> broken_at(std::string_view payload) {
    std::vector<std::string> pointers;
    for (const auto& violation : message_contract().check(json_of(payload))) {
        CHECK_FALSE(violation.message.empty());
        pointers.push_back(violation.at);
    }
    return pointers;
}

bool names(const std::vector<std::string>& pointers, const std::string& pointer) {
    return std::find(pointers.begin(), pointers.end(), pointer) != pointers.end();
}

} // namespace

TEST_CASE("A payload that keeps its contract has no violations", "[catalogue]") {
    CHECK(broken_at(R"({"id":"00af","text":"hello","group_id":0,"list":[{"a/b":1}]})").empty());
}

TEST_CASE("Null is accepted where the contract allows it, and refused elsewhere", "[catalogue]") {
    CHECK(broken_at(R"({"id":"00af","text":null})").empty());
    CHECK(names(broken_at(R"({"id":null,"text":"a"})"), "/id"));
}

TEST_CASE("A violation has the pointer of the value that it is about", "[catalogue]") {
    CHECK(names(broken_at(R"({"id":"xyz","text":"a"})"), "/id"));
    CHECK(names(broken_at(R"({"id":"00af","text":"longer"})"), "/text"));
    CHECK(names(broken_at(R"({"id":"00af","text":"a","group_id":-1})"), "/group_id"));
    CHECK(names(broken_at(R"({"id":"00af","text":"a","list":[{"a/b":1},{"a/b":"x"}]})"), "/list/1/a~1b"));
}

TEST_CASE("A missing or a further member is a violation at its own place", "[catalogue]") {
    CHECK(broken_at(R"({"id":"00af"})") == std::vector<std::string>{"/text"});
    CHECK(broken_at(R"({"id":"00af","text":"a","list":[{}]})") == std::vector<std::string>{"/list/0/a~1b"});
    CHECK(broken_at(R"({"id":"00af","text":"a","messageID":1})") == std::vector<std::string>{"/messageID"});
}

TEST_CASE("A violation has the expected and the actual value, and the rule", "[catalogue]") {
    const auto violations = message_contract().check(json_of(R"({"id":"00af","text":"a","group_id":"7"})"));
    REQUIRE_FALSE(violations.empty());
    CHECK(violations.front().at == "/group_id");
    CHECK(violations.front().message == R"(wrong type: expected an integer, got "7")");
    CHECK(violations.front().rule == "/properties/group_id/type");
}

TEST_CASE("Every violation is reported, not only the first", "[catalogue]") {
    const auto pointers = broken_at(R"({"id":"xyz","text":"longer"})");
    CHECK(names(pointers, "/id"));
    CHECK(names(pointers, "/text"));
}

TEST_CASE("A payload that is not an object is a violation of the whole", "[catalogue]") {
    for (const auto* payload : {"[]", "null", "1", "\"a\""}) {
        CAPTURE(payload);
        CHECK(names(broken_at(payload), ""));
    }
}

TEST_CASE("Types are strict: a text that looks like a number is not a number", "[catalogue]") {
    CHECK(names(broken_at(R"({"id":"00af","text":"a","group_id":"7"})"), "/group_id"));
    CHECK(names(broken_at(R"({"id":"00af","text":"a","group_id":1.5})"), "/group_id"));
    CHECK(broken_at(R"({"id":"00af","text":"a","group_id":7.0})").empty());
    CHECK(names(broken_at(R"({"id":"00af","text":1})"), "/text"));
}

TEST_CASE("A very long text is checked", "[catalogue]") {
    CHECK(names(broken_at(to_text(Json{{"id", std::string(1000 * 1000, 'a')}, {"text", "a"}})), "/id"));
}

TEST_CASE("Of many violations the first are reported, and that there are more", "[catalogue]") {
    const auto contract = contract_of(R"({"items":{"type":"string"}})");
    const auto violations = contract.check(Json(std::vector<int>(1000 * 1000, 1)));
    REQUIRE(violations.size() == 21);
    CHECK(violations.front().at == "/0");
    CHECK(violations.back().message == "There are more violations.");
    for (const auto& violation : violations) CHECK(violation.message.size() < 200);
}

TEST_CASE("A pattern that takes too many steps ends, and the violation says so", "[catalogue]") {
    const auto contract = contract_of(R"({"properties":{"a":{"pattern":"^(a+)+$"}}})");
    CHECK(contract.check(Json{{"a", std::string(1000, 'a')}}).empty());
    const auto violations = contract.check(Json{{"a", std::string(40, 'a') + "!"}});
    REQUIRE(violations.size() == 1);
    CHECK(violations.front().at == "/a");
    CHECK(violations.front().rule == "/properties/a/pattern");
    CHECK(violations.front().message.rfind("too costly to check: ", 0) == 0);
}

TEST_CASE("A pattern that repeats is tried on long texts", "[catalogue]") {
    const auto contract = contract_of(R"({"properties":{"a":{"pattern":"^[ab]*$"}}})");
    CHECK(contract.check(Json{{"a", std::string(1000 * 1000, 'a')}}).empty());
    CHECK(contract.check(Json{{"a", std::string(1000 * 1000, 'a') + "c"}}).front().at == "/a");
}

TEST_CASE("A pattern that does not repeat is tried on any text", "[catalogue]") {
    const auto contract = contract_of(R"({"pattern":"\\S$"})");
    CHECK(contract.check(Json(std::string(1000 * 1000, ' ') + "a")).empty());
    CHECK_FALSE(contract.check(Json(std::string(1000 * 1000, ' '))).empty());
}

TEST_CASE("A pattern for members meets a long name", "[catalogue]") {
    const auto contract = contract_of(R"({"patternProperties":{"^(a|b)*$":{"type":"integer"}}})");
    CHECK_FALSE(contract.check(Json{{std::string(100 * 1000, 'a'), "x"}}).empty());
}

TEST_CASE("Contracts may refer to their own definitions", "[catalogue]") {
    const auto contract = contract_of(R"({
        "definitions": {"id": {"type": "integer"}},
        "properties": {"a": {"$ref": "#/definitions/id"}}
    })");
    CHECK(contract.check(json_of(R"({"a":1})")).empty());
    CHECK(contract.check(json_of(R"({"a":"1"})")).front().at == "/a");
}

TEST_CASE("A contract keeps its schema as it was written", "[catalogue]") {
    CHECK(to_text(contract_of(R"({"type":"string","format":"uuid","$id":"urn:a"})").schema()) ==
          R"({"type":"string","format":"uuid","$id":"urn:a"})");
}

TEST_CASE("An invalid schema is an error", "[catalogue]") {
    for (const auto* schema :
         {"[]", "null", R"({"type":"strnig"})", R"({"properties":1})", R"({"required":[1]})"}) {
        CAPTURE(schema);
        CHECK(expect_error(Contract::compile(json_of(schema))).code == ErrorCode::invalid_value);
    }
}

TEST_CASE("An invalid regular expression is an error with its pointer", "[catalogue]") {
    const auto error =
        expect_error(Contract::compile(json_of(R"({"properties":{"a":{"anyOf":[{"pattern":"(["}]}}})")));
    CHECK(error.code == ErrorCode::invalid_value);
    CHECK(error.at == "/properties/a/anyOf/0/pattern");
}

TEST_CASE("A pattern is not longer than its compiler can take", "[catalogue]") {
    const auto contract_with = [](const std::string& pattern) {
        return Contract::compile(Json{{"properties", {{"a", {{"pattern", pattern}}}}}});
    };
    CHECK(contract_with(std::string(4000, 'a')));
    for (const auto& pattern :
         {std::string(4001, 'a'), std::string(3000, '('), std::string("(a{1,60000}){1,60000}")}) {
        const auto error = expect_error(contract_with(pattern));
        CHECK(error.code == ErrorCode::invalid_value);
        CHECK(error.at == "/properties/a/pattern");
    }
}

TEST_CASE("A divisor is a number above 0, of any size", "[catalogue]") {
    for (const auto* divisor : {"0", "-1", "-0.5", "0.0"}) {
        CAPTURE(divisor);
        const auto schema = R"({"properties":{"a":{"multipleOf":)" + std::string(divisor) + "}}}";
        CHECK(expect_error(Contract::compile(json_of(schema))).at == "/properties/a/multipleOf");
    }
    CHECK_FALSE(contract_of(R"({"multipleOf":9223372036854775807})").check(Json(INT64_MIN)).empty());
    CHECK(contract_of(R"({"multipleOf":18446744073709551615})").check(Json(UINT64_MAX)).empty());
}

TEST_CASE("A reference that leads back to itself is an error; a recursion along the value is not",
          "[catalogue]") {
    for (
        const auto* schema :
        {R"({"$ref":"#"})", R"({"allOf":[{"$ref":"#"}]})", R"({"not":{"not":{"$ref":"#/not"}}})",
         R"({"properties":{"a":{"$ref":"#/properties/a"}}})", R"({"dependencies":{"a":{"$ref":"#"}}})",
         R"({"definitions":{"x":{"$ref":"#/definitions/y"},"y":{"anyOf":[true,{"$ref":"#/definitions/x"}]}}})",
         R"({"$ref":"elsewhere"})", R"({"definitions":{"x":{"$ref":"#/definitions/%78"}}})",
         R"({"properties":{"a":{"$ref":"#/nowhere"}}})"}) {
        CAPTURE(schema);
        CHECK(expect_error(Contract::compile(json_of(schema))).at.find("/$ref") != std::string::npos);
    }
    const auto contract = contract_of(R"({
        "type": "object", "properties": {"child": {"$ref": "#"}, "$ref": {"type": "integer"}}
    })");
    CHECK(contract.check(json_of(R"({"child":{"child":{"$ref":1}}})")).empty());
    CHECK(contract.check(json_of(R"({"child":{"child":1}})")).front().at == "/child/child");
}

TEST_CASE("A property may be called like any keyword, and refer to itself as little as any other",
          "[catalogue]") {
    for (const std::string name : {"default", "enum", "const", "examples"}) {
        CAPTURE(name);
        const auto schema =
            R"({"properties":{")" + name + R"(":{"allOf":[{"$ref":"#/properties/)" + name + R"("}]}}})";
        CHECK(expect_error(Contract::compile(json_of(schema))).at == "/properties/" + name + "/allOf/0/$ref");
    }
}

TEST_CASE("A property may be called pattern or format", "[catalogue]") {
    const auto contract =
        contract_of(R"({"properties":{"pattern":{"type":"string"},"format":{"type":"integer"}}})");
    CHECK(contract.check(json_of(R"({"pattern":"([","format":1})")).empty());
    CHECK(contract.check(json_of(R"({"format":"x"})")).front().at == "/format");
}

} // namespace chatmock::catalogue
