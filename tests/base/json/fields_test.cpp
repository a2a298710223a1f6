#include "base/json/fields.hpp"

#include "support/results.hpp"

namespace chatmock {

namespace {

// Reads one field of an object.
template <typename Read>
Error error_of(std::string_view object, Read read) {
    const Json json = json_of(object);
    Fields fields(json, "/body");
    read(fields);
    const auto done = fields.done();
    if (done) FAIL("expected an error");
    return done.error();
}

} // namespace

TEST_CASE("Fields that were asked for are read", "[base]") {
    const Json json =
        json_of(R"({"text":"a","number":3,"flag":true,"list":[1],"object":{"b":2},"choice":"y"})");
    Fields fields(json, "");
    CHECK(fields.text("text", "") == "a");
    CHECK(fields.integer("number", 0, 0) == 3);
    CHECK(fields.boolean("flag", false));
    CHECK(to_text(*fields.array("list")) == "[1]");
    CHECK(to_text(*fields.object("object")) == R"({"b":2})");
    CHECK(fields.choice("choice", {"x", "y"}, 0) == 1);
    expect_success(fields.done());
}

TEST_CASE("Fields that are absent or null have their fallbacks", "[base]") {
    const Json json = json_of(R"({"text":null,"number":null,"flag":null,"list":null,"choice":null})");
    Fields fields(json, "");
    CHECK(fields.text("text", "a") == "a");
    CHECK(fields.integer("number", 3, 0) == 3);
    CHECK(fields.boolean("flag", true));
    CHECK(fields.array("list") == nullptr);
    CHECK(fields.object("object") == nullptr);
    CHECK(fields.choice("choice", {"x", "y"}, 1) == 1);
    expect_success(fields.done());
}

TEST_CASE("Fields distinguish a null from an absent member only in any()", "[base]") {
    const Json json = json_of(R"({"data":null})");
    Fields fields(json, "");
    REQUIRE(fields.any("data") != nullptr);
    CHECK(fields.any("data")->is_null());
    CHECK(fields.any("patch") == nullptr);
}

TEST_CASE("An unknown field is an error that lists the valid names", "[base]") {
    const auto error = error_of(R"({"fixtrue":"a"})", [](Fields& fields) {
        fields.text("patch", "");
        fields.text("fixture", "");
        fields.text("fixture", "");
    });
    CHECK(error.code == ErrorCode::unknown_field);
    CHECK(error.message ==
          R"(unknown field "fixtrue"; did you mean "fixture"? There are "fixture" and "patch")");
    CHECK(error.at == "/body/fixtrue");
}

TEST_CASE("Every mistake is reported, and the first determines the error's code", "[base]") {
    const auto error = error_of(R"({"list":[1,"a",2],"text":7,"extra":true})", [](Fields& fields) {
        fields.require("missing");
        fields.text("text", "");
        const auto numbers = parse_each<int>(
            *fields.array("list"), fields.at("list"), [](const Json& json, const std::string& at) {
                if (json.is_number()) return Result<int>(json.get<int>());
                return Result<int>(Error{ErrorCode::invalid_value, "no number", at});
            });
        fields.fail(expect_error(numbers));
    });
    CHECK(error.code == ErrorCode::missing_field);
    CHECK(error.message == R"(the field "missing" is required)");
    std::vector<std::string> places;
    for (const auto& mistake : error.violations) places.push_back(mistake.at);
    CHECK(places == std::vector<std::string>{"/body", "/body/text", "/body/list/1", "/body/extra"});
}

TEST_CASE("A single mistake is not a list", "[base]") {
    CHECK(error_of("[1]", [](Fields& fields) { fields.require("x"); }).violations.empty());
    CHECK(error_of(R"({"x":1})", [](Fields&) {}).violations.empty());
}

TEST_CASE("Many mistakes are reported up to a bound", "[base]") {
    Json many = Json::object();
    for (int i = 0; i < 1000; ++i) many[std::to_string(i)] = i;
    const auto error = error_of(to_text(many), [](Fields&) {});
    CHECK(error.violations.size() == 51);
    CHECK(error.violations.back().message == "There are more mistakes.");
}

TEST_CASE("A field of another type is an error with the expected and the actual value", "[base]") {
    const auto message_of = [](std::string_view object, auto read) {
        const auto error = error_of(object, read);
        CHECK(error.code == ErrorCode::invalid_value);
        CHECK(error.at == "/body/x");
        return error.message;
    };
    CHECK(message_of(R"({"x":1})", [](Fields& fields) { fields.text("x", ""); }) ==
          "expected a string, got 1");
    CHECK(message_of(R"({"x":"1"})", [](Fields& fields) { fields.boolean("x", false); }) ==
          R"(expected true or false, got "1")");
    CHECK(message_of(R"({"x":{}})", [](Fields& fields) { fields.array("x"); }) == "expected a list, got {}");
    CHECK(message_of(R"({"x":[]})", [](Fields& fields) { fields.object("x"); }) ==
          "expected an object, got []");
    CHECK(message_of(R"({"x":false})", [](Fields& fields) { fields.choice("x", {"a"}, 0); }) ==
          "expected a string, got false");
}

TEST_CASE("A choice that does not exist is an error that names those that do", "[base]") {
    const auto error = error_of(R"({"await":"writen"})", [](Fields& fields) {
        fields.choice("await", {"queued", "written"}, 0);
    });
    CHECK(error.code == ErrorCode::invalid_value);
    CHECK(error.message ==
          R"(unknown value "writen"; did you mean "written"? There are "queued" and "written")");
}

TEST_CASE("An integer out of its range is an error that says the range", "[base]") {
    const auto message_of = [](std::string_view object) {
        return error_of(object, [](Fields& fields) { fields.integer("x", 1, 1, 10); }).message;
    };
    CHECK(message_of(R"({"x":0})") == "expected an integer from 1 to 10, got 0");
    CHECK(message_of(R"({"x":11})") == "expected an integer from 1 to 10, got 11");
    CHECK(message_of(R"({"x":2.5})") == "expected an integer from 1 to 10, got 2.5");
    CHECK(message_of(R"({"x":18446744073709551615})") ==
          "expected an integer from 1 to 10, got 18446744073709551615");
    CHECK(error_of(R"({"x":-1})", [](Fields& fields) { fields.integer("x", 0, 0); }).message ==
          "expected an integer of 0 or more, got -1");
}

TEST_CASE("An integer on the edge of its range is read", "[base]") {
    const Json json = json_of(R"({"least":1,"most":10})");
    Fields fields(json, "");
    CHECK(fields.integer("least", 0, 1, 10) == 1);
    CHECK(fields.integer("most", 0, 1, 10) == 10);
    expect_success(fields.done());
}

TEST_CASE("A required field that is absent or null is an error", "[base]") {
    for (const auto* object : {"{}", R"({"do":null})"}) {
        const auto error = error_of(object, [](Fields& fields) {
            fields.require("do");
            fields.text("do", "");
        });
        CHECK(error.code == ErrorCode::missing_field);
        CHECK(error.at == "/body");
    }
    const auto required = [](Fields& fields) {
        for (const auto* name : {"to", "as"}) {
            fields.require(name);
            fields.text(name, "");
        }
    };
    CHECK(error_of(R"({"to":"x"})", required).message == R"(the field "as" is required)");
    const auto all = error_of("{}", required);
    CHECK(all.message == R"(expected the fields "to" and "as", got none)");
    CHECK(all.violations.size() == 2);
}

TEST_CASE("Fields of a value that is not an object are an error", "[base]") {
    const auto error =
        error_of("[1]", [](Fields& fields) { CHECK(fields.text("x", "fallback") == "fallback"); });
    CHECK(error.code == ErrorCode::invalid_value);
    CHECK(error.message == "expected an object, got [1]");
    CHECK(error.at == "/body");
}

TEST_CASE("Fields keep the first error", "[base]") {
    const auto error = error_of(R"({"a":1,"b":2})", [](Fields& fields) {
        fields.text("a", "");
        fields.text("b", "");
    });
    CHECK(error.at == "/body/a");
}

TEST_CASE("The pointer of a field is escaped", "[base]") {
    const Json json = json_of("{}");
    CHECK(Fields(json, "/groups").at("a/b~c") == "/groups/a~1b~0c");
}

TEST_CASE("A long value is shown shortened, on a character's boundary", "[base]") {
    CHECK(shown(json_of(R"({"a":"b"})")) == R"({"a":"b"})");
    CHECK(shown(Json(std::string(100, 'x'))) == "\"" + std::string(79, 'x') + "…");
    std::string accents;
    for (int i = 0; i < 60; ++i) accents += "é";
    const auto text = shown(Json(accents));
    CHECK(text.size() <= 80 + std::string("…").size());
    expect_value(parse_json("\"" + text.substr(1) + "\""));
}

} // namespace chatmock
