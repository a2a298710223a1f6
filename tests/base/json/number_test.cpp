#include "base/json/number.hpp"

#include "base/json/json_text.hpp"

#include "base/json/binary_json.hpp"
#include "base/json/equality.hpp"
#include "support/results.hpp"

namespace chatmock {

TEST_CASE("A number keeps its digits", "[number]") {
    for (const std::string text : {"0",
                                   "-0",
                                   "7",
                                   "-7",
                                   "7.0",
                                   "-0.0",
                                   "1e3",
                                   "1E3",
                                   "1e+3",
                                   "1.50",
                                   "0.1",
                                   "1e-7",
                                   "1e21",
                                   "19.990",
                                   "9223372036854775807",
                                   "-9223372036854775808",
                                   "9223372036854775808",
                                   "18446744073709551615",
                                   "18446744073709551616",
                                   "12345678901234567890123",
                                   "-12345678901234567890123",
                                   "9007199254740993.5",
                                   "3.14159265358979323846264338327950288",
                                   "1e300",
                                   "1e-400"}) {
        CAPTURE(text);
        CHECK(to_text(json_of(text)) == text);
        const auto within = R"({"a":[)" + text + R"(,{"b":)" + text + R"(}],"c":"x","d":{},"e":[]})";
        CHECK(to_text(json_of(within)) == within);
        CHECK(to_text(json_of(to_file_text(json_of(within)))) == within);
        CHECK(is_number(json_of(text)));
        CHECK_FALSE(is_bytes(json_of(text)));
        CHECK(number_text(json_of(text)) == text);
    }
}

TEST_CASE("Indented text looks the same with and without numbers that are kept as they are", "[number]") {
    CHECK(to_file_text(json_of(R"({"a":[1.50,{}],"b":{"c":"é"}})")) ==
          "{\n  \"a\": [\n    1.50,\n    {}\n  ],\n  \"b\": {\n    \"c\": \"é\"\n  }\n}\n");
    CHECK(to_file_text(json_of(R"({"a":[1.5,{}]})")) == "{\n  \"a\": [\n    1.5,\n    {}\n  ]\n}\n");
}

TEST_CASE("A number that keeps its text does not count as bytes", "[number]") {
    CHECK_FALSE(has_bytes(json_of(R"({"a":[1e3]})")));
    CHECK(to_text(with_bytes_written(json_of("[1e3]"))) == "[1e3]");
    CHECK(is_bytes(Json::binary({1, 2})));
    CHECK_FALSE(is_number(Json::binary({1, 2})));
}

TEST_CASE("Numbers are equal by their value, in objects and lists as well", "[number]") {
    CHECK(equal(json_of("1000"), json_of("1e3")));
    CHECK(equal(json_of("1"), json_of("1.0")));
    CHECK(hash_of(json_of("1")) == hash_of(json_of("1.0")));
    CHECK(equal(json_of(R"({"a":1,"b":[2.50]})"), json_of(R"({"b":[2.5],"a":1.0})")));
    CHECK(hash_of(json_of(R"({"a":1,"b":[2.50]})")) == hash_of(json_of(R"({"b":[2.5],"a":1.0})")));
    CHECK_FALSE(equal(json_of("9007199254740993"), json_of("9007199254740992.0")));
    CHECK_FALSE(equal(json_of("12345678901234567890123"), json_of("12345678901234567890124")));
    CHECK_FALSE(equal(json_of("18446744073709551615"), json_of("-1")));
    CHECK_FALSE(equal(json_of("1"), json_of("true")));
    CHECK_FALSE(equal(json_of("0"), json_of("null")));
    CHECK_FALSE(equal(json_of("1e3"), json_of("\"1e3\"")));
    CHECK(contains(json_of(R"({"n":1e3,"m":2})"), json_of(R"({"n":1000})")));
}

TEST_CASE("A number is an integer, or a double, whatever it is written like", "[number]") {
    CHECK(integer_of(json_of("1e3")) == 1000);
    CHECK(integer_of(json_of("7.0")) == 7);
    CHECK_FALSE(integer_of(json_of("7.5")));
    CHECK_FALSE(integer_of(json_of("18446744073709551615")));
    CHECK_FALSE(integer_of(json_of("\"7\"")));
    CHECK(double_of(json_of("0.50")) == 0.5);
    CHECK_FALSE(double_of(json_of("null")));
}

TEST_CASE("A number that no double holds, or of too many digits, is refused in words", "[number]") {
    CHECK(expect_error(parse_json("[1e400]")).message ==
          "not JSON: expected a number that a double can hold, got a larger one");
    CHECK(expect_error(parse_json("0." + std::string(5000, '1'))).message.find("at most 4000 characters") !=
          std::string::npos);
}

} // namespace chatmock
