#include "base/json/json.hpp"
#include "base/json/json_text.hpp"
#include "base/json/json_writer.hpp"
#include "base/text/utf8.hpp"
#include "support/results.hpp"

#include <cstdint>

namespace chatmock {

namespace {

constexpr auto high = "\xed\xa0\xbd"; // U+D83D, as it is held in memory
constexpr auto low = "\xed\xb8\x80";  // U+DE00

std::string read(std::string_view text) { return json_of(text).get<std::string>(); }
std::string again(std::string_view text) { return to_text(json_of(text)); }

} // namespace

TEST_CASE("Half of a surrogate pair is read, and written as the escape that it was", "[base]") {
    CHECK(read(R"("\ud83d")") == high);
    CHECK(read(R"("\ude00")") == low);
    for (const auto* text :
         {R"("\ud83d")", R"("\ude00")", R"("hi \ud83d")", R"("\ud83d\ud83d")", R"("\ude00\ud83d")",
          R"("\ud83da")", R"({"\ud83d":"\udfff","b":["\ud800",{"\udc00":1}]})"}) {
        CAPTURE(text);
        CHECK(again(text) == text);
        CHECK(is_utf8(again(text)));
    }
    CHECK(again(R"("\uD83D")") == R"("\ud83d")");
}

TEST_CASE("A whole pair stays a character, with or without a half beside it", "[base]") {
    CHECK(again(R"("\ud83d\ude00")") == "\"\U0001f600\"");
    CHECK(again(R"("\ud83d\ud83d\ude00\ude00")") == "\"\\ud83d\U0001f600\\ude00\"");
}

TEST_CASE("A text that contains the characters of an escape is not one", "[base]") {
    CHECK(again(R"("\\ud83d")") == R"("\\ud83d")");
    CHECK(again(R"("\\\ud83d")") == R"("\\\ud83d")");
    CHECK(again(R"(["\\ud83d","\ud83d"])") == R"(["\\ud83d","\ud83d"])");
}

TEST_CASE("The character that marks a half while it is read stays itself", "[base]") {
    CHECK(read(R"("\uffff")") == "\uffff");
    CHECK(again("[\"\\ud83d\",\"\uffff83d\",\"\\uffff83d\",\"\\uFFFF\"]") ==
          "[\"\\ud83d\",\"\uffff83d\",\"\uffff83d\",\"\uffff\"]");
    CHECK(again("{\"\\ud83d\":1,\"\uffff\":2}") == "{\"\\ud83d\":1,\"\uffff\":2}");
}

TEST_CASE("Malformed JSON beside a half is an error at its place", "[base]") {
    for (const auto* text :
         {R"(["\ud83d",])", R"(["\ud8",1])", R"("\ud83)", R"("\ud83d)", R"(\ud83d)", R"("\udxyz")"}) {
        CAPTURE(text);
        CHECK(expect_error(parse_json(text)).code == ErrorCode::malformed_json);
    }
    CHECK(expect_error(parse_json(R"(["\ud83d",])")).message.find("line 1, column 11") != std::string::npos);
}

TEST_CASE("A half is written alike by all writers", "[base]") {
    JsonWriter out;
    out.begin_object().member(high, high).end_object();
    CHECK(out.text() == R"({"\ud83d":"\ud83d"})");
    CHECK(to_file_text(Json{{high, high}}) == "{\n  \"\\ud83d\": \"\\ud83d\"\n}\n");
    CHECK(to_text(read_back(out.text())) == out.text());
}

TEST_CASE("A file has a line for each member and element, and no line inside empty ones", "[base]") {
    const Json tree = json_of(R"({"a":[1,{"b":null}],"c":{},"d":[],"e":"x"})");
    CHECK(to_file_text(tree) == tree.dump(2) + "\n");
    CHECK(to_file_text(Json::array()) == "[]\n");
}

TEST_CASE("Text is written as the library writes it", "[base]") {
    std::string all;
    for (int byte = 0; byte < 128; ++byte) all += static_cast<char>(byte);
    const Json tree = {{all, all},
                       {"numbers", {1, -1, 1.5, 1e21, 0.1, UINT64_MAX, INT64_MIN, true, nullptr}}};
    CHECK(to_text(tree) == tree.dump());
}

} // namespace chatmock
