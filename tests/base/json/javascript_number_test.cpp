#include "base/json/javascript_number.hpp"

#include "support/results.hpp"

#include <utility>

namespace chatmock {

TEST_CASE("A number is written as JSON.stringify writes it", "[number]") {
    // From JSON.stringify(JSON.parse(text)) in Node.js.
    const std::pair<const char*, const char*> known[] = {
        {"0", "0"},
        {"-0", "0"},
        {"-0.0", "0"},
        {"7.0", "7"},
        {"-7.50", "-7.5"},
        {"1e3", "1000"},
        {"1e20", "100000000000000000000"},
        {"1e21", "1e+21"},
        {"1.5e21", "1.5e+21"},
        {"123456789012345680000", "123456789012345680000"},
        {"12345678901234567890123", "1.2345678901234568e+22"},
        {"9007199254740991", "9007199254740991"},
        {"9007199254740993", "9007199254740992"},
        {"-9007199254740993", "-9007199254740992"},
        {"18446744073709551615", "18446744073709552000"},
        {"0.1", "0.1"},
        {"0.000001", "0.000001"},
        {"0.0000012", "0.0000012"},
        {"0.0000001", "1e-7"},
        {"1.25e-7", "1.25e-7"},
        {"123.456e2", "12345.6"},
        {"3.14159265358979323846", "3.141592653589793"},
        {"5e-324", "5e-324"},
        {"1e-400", "0"},
        {"1.7976931348623157e308", "1.7976931348623157e+308"},
    };
    for (const auto& [text, expected] : known) {
        CAPTURE(text);
        CHECK(to_text(javascript_number(json_of(text))) == expected);
    }
}

TEST_CASE("Each number of a value is rounded, and nothing else", "[number]") {
    auto value = json_of(R"({"a":[1.0,{"b":1e21}],"c":"1.0","d":null,"e":5})");
    round_to_javascript(value);
    CHECK(to_text(value) == R"({"a":[1,{"b":1e+21}],"c":"1.0","d":null,"e":5})");
}

} // namespace chatmock
