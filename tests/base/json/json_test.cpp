#include "base/json/json.hpp"

#include "support/results.hpp"

namespace chatmock {

namespace {

std::string nested(int depth) {
    const auto levels = static_cast<std::size_t>(depth);
    return std::string(levels, '[') + std::string(levels, ']');
}

std::string patched(std::string_view target, std::string_view patch) {
    Json json = json_of(target);
    merge_patch(json, json_of(patch));
    return to_text(json);
}

bool contains_text(std::string_view whole, std::string_view part) {
    return contains(json_of(whole), json_of(part));
}

} // namespace

TEST_CASE("JSON keeps the order of its members", "[base]") {
    CHECK(to_text(json_of(R"({"z": 1, "a": {"y": 2, "b": 3}})")) == R"({"z":1,"a":{"y":2,"b":3}})");
}

TEST_CASE("JSON is written compact and as raw UTF-8", "[base]") {
    CHECK(to_text(json_of(R"(["\u00e9€😀", "שלום"])")) == R"(["é€😀","שלום"])");
}

TEST_CASE("Text that is not UTF-8 is replaced when written, not thrown over", "[base]") {
    CHECK(to_text(Json("a\xff"
                       "b")) == "\"a\xef\xbf\xbd"
                                "b\"");
}

TEST_CASE("A text that is not JSON is an error with line and column", "[base]") {
    const auto message_of = [](std::string_view text) {
        const auto error = expect_error(parse_json(text));
        CHECK(error.code == ErrorCode::malformed_json);
        return error.message;
    };
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"{\n  \"a\": 1,\n}", R"(line 3, column 1: expected a name in quotation marks, got "}")"},
        {"[1 2]", R"(line 1, column 4: expected "," or "]", got "2")"},
        {"[1,]", R"(line 1, column 4: expected a value, got "]")"},
        {"[,1]", R"(line 1, column 2: expected a value or "]", got ",")"},
        {"", "line 1, column 1: expected a value, the text ends"},
        {{"[1]\0", 4}, "line 1, column 4: expected the end of the text, got the character NUL"},
        {{"{}\n\0x", 5}, "line 2, column 1: expected the end of the text, got the character NUL"},
        {"{\"a\":", "line 1, column 6: expected a value, the text ends"},
        {"{\"patch\": ", "line 1, column 11: expected a value, the text ends"},
        {"[1, nul", R"(line 1, column 5: expected a value, got "nul")"},
        {"[\"a\", x]", R"(line 1, column 7: expected a value, got "x")"},
        {"[01]", R"(line 1, column 2: expected a value or "]", got "01")"},
        {"[\"\x01\"]",
         R"(line 1, column 2: expected no line break or other control character in a string, but )"
         R"(\n, \t or \u0000, got the string "<U+0001>)"},
        {"{\"a\"}", R"(line 1, column 5: expected ":", got "}")"},
        {"{\"a\":1 \"b\":2}", R"(line 1, column 8: expected "," or "}", got the string "b")"},
        {"{a:1}", R"(line 1, column 2: expected a name in quotation marks or "}", got "a")"},
        {"[{},", "line 1, column 5: expected a value, the text ends"},
        {"{} {}", R"(line 1, column 4: expected the end of the text, got "{")"},
        {"nul", R"(line 1, column 1: expected a value, got "nul")"},
        {"[\"ab",
         R"(line 1, column 2: expected a quotation mark at the end of the string, got the string "ab)"},
        {"[\"\\x\"]",
         R"(line 1, column 2: expected one of " \ / b f n r t u after a backslash, got the string "\x)"},
    };
    for (const auto& [text, expected] : cases) CHECK(message_of(text) == "not JSON at " + expected);
}

TEST_CASE("A text that is almost JSON is an error", "[base]") {
    for (const auto* text :
         {"{'a':1}", "[1,]", "nul", "01", "// a\n1", "\"\xff\"", "\"a", "{\"a\"}", "NaN"}) {
        CAPTURE(text);
        CHECK(expect_error(parse_json(text)).code == ErrorCode::malformed_json);
    }
}

TEST_CASE("A number that no double can hold is an error", "[base]") {
    CHECK(expect_error(parse_json("[1e999]")).code == ErrorCode::malformed_json);
}

TEST_CASE("JSON may nest as deep as its limit and no deeper", "[base]") {
    expect_value(parse_json(nested(json_depth_max)));
    const auto error = expect_error(parse_json(nested(json_depth_max + 1)));
    CHECK(error.code == ErrorCode::malformed_json);
    CHECK(error.message == "expected JSON nested at most 200 deep, got deeper");
    CHECK_FALSE(parse_json(nested(1000 * 1000)));
    std::string wide = "[\"" + std::string(json_depth_max, '[') + "\"";
    for (int i = 0; i < json_depth_max; ++i) wide += ",[{}]";
    CHECK(parse_json(wide + "]"));
}

TEST_CASE("Brackets inside strings do not nest", "[base]") {
    expect_value(parse_json("\"" + std::string(300, '[') + "\""));
    expect_value(parse_json("[\"\\\"" + std::string(300, '{') + "\"]"));
}

TEST_CASE("A pointer escapes its separators", "[base]") {
    CHECK(pointer_to("", "a") == "/a");
    CHECK(pointer_to("/a", "b/c") == "/a/b~1c");
    CHECK(pointer_to("/a", "~") == "/a/~0");
    CHECK(pointer_to("", "") == "/");
    CHECK(pointer_to("/attachments", std::size_t{2}) == "/attachments/2");
}

TEST_CASE("A merge patch sets, adds and removes members", "[base]") {
    CHECK(patched(R"({"content":"a","group_id":7})", R"({"content":"b"})") ==
          R"({"content":"b","group_id":7})");
    CHECK(patched(R"({"content":"a"})", R"({"sender":"bob"})") == R"({"content":"a","sender":"bob"})");
    CHECK(patched(R"({"content":"a","group_id":7})", R"({"group_id":null})") == R"({"content":"a"})");
    CHECK(patched(R"({"content":"a"})", R"({"absent":null})") == R"({"content":"a"})");
}

TEST_CASE("A merge patch reaches into objects and replaces lists whole", "[base]") {
    CHECK(patched(R"({"info":{"id":1,"name":"a"}})", R"({"info":{"name":"b"}})") ==
          R"({"info":{"id":1,"name":"b"}})");
    CHECK(patched(R"({"list":[1,2,3]})", R"({"list":[{"a":null}]})") == R"({"list":[{"a":null}]})");
    CHECK(patched(R"({"info":[1]})", R"({"info":{"id":1}})") == R"({"info":{"id":1}})");
    CHECK(patched(R"({"info":{"id":1}})", R"({"info":"none"})") == R"({"info":"none"})");
}

TEST_CASE("A merge patch that is not an object replaces the whole", "[base]") {
    CHECK(patched(R"({"a":1})", "[1]") == "[1]");
    CHECK(patched(R"({"a":1})", "null") == "null");
    CHECK(patched("[1,2]", R"({"a":1,"b":null})") == R"({"a":1})");
}

TEST_CASE("Nulls of a merge patch do not end up in objects that it adds", "[base]") {
    CHECK(patched("{}", R"({"a":{"b":{"c":null,"d":1}}})") == R"({"a":{"b":{"d":1}}})");
}

TEST_CASE("A whole contains a part that names some of its members", "[base]") {
    CHECK(contains_text(R"({"a":1,"b":{"c":2,"d":3}})", R"({"b":{"d":3}})"));
    CHECK(contains_text(R"({"a":1})", "{}"));
    CHECK(contains_text("1", "1"));
}

TEST_CASE("A whole does not contain a part that has other or further members", "[base]") {
    CHECK_FALSE(contains_text(R"({"a":1})", R"({"a":2})"));
    CHECK_FALSE(contains_text(R"({"a":1})", R"({"b":1})"));
    CHECK_FALSE(contains_text(R"({"a":1})", R"({"a":{}})"));
    CHECK_FALSE(contains_text("[]", "{}"));
    CHECK_FALSE(contains_text(R"({"a":"1"})", R"({"a":1})"));
    CHECK_FALSE(contains_text("{}", R"({"a":null})"));
}

TEST_CASE("A whole's lists contain a part's element by element", "[base]") {
    CHECK(contains_text("[1,2]", "[1,2]"));
    CHECK_FALSE(contains_text("[1,2]", "[1]"));
    CHECK_FALSE(contains_text("[1,2]", "[2,1]"));
    CHECK_FALSE(contains_text("{}", "[]"));
    CHECK(contains_text(R"([{"text":"hi","room":7}])", R"([{"room":7}])"));
}

TEST_CASE("Containing is blind to the order of members, at any depth", "[base]") {
    CHECK(contains_text(R"({"a":1,"b":2})", R"({"b":2,"a":1})"));
    CHECK(contains_text(R"([[{"a":1,"b":2}]])", R"([[{"b":2,"a":1}]])"));
}

} // namespace chatmock
