#include "base/text/decimal.hpp"

#include "support/catch.hpp"

#include <limits>

namespace chatmock {

namespace {

Decimal decimal(std::string_view text) {
    const auto parsed = Decimal::parse(text);
    REQUIRE(parsed);
    return *parsed;
}

// Empty if it takes too long.
std::optional<bool> divides(std::string_view divisor, std::string_view number) {
    return decimal(number).is_multiple_of(decimal(divisor));
}

} // namespace

TEST_CASE("A decimal is the same however it is written", "[decimal]") {
    for (const auto* text : {"1000", "1e3", "1.0E+3", "10000e-1", "1000.000"}) {
        CAPTURE(text);
        CHECK(decimal(text).canonical_text() == "1e3");
        CHECK(decimal(text).is_integer());
        CHECK(decimal(text).to_int64() == 1000);
        CHECK(decimal(text).compare(decimal("1e3")) == 0);
    }
    for (const auto* text : {"0", "-0", "0.000", "0e5", "-0.0E-9"}) CHECK(decimal(text).is_zero());
    for (const auto* text : {"", "-", "1.", ".5", "1e", "1x", "1e9999999999"})
        CHECK_FALSE(Decimal::parse(text));
    CHECK_FALSE(decimal("1.5").is_integer());
    CHECK_FALSE(decimal("1e-1").is_integer());
}

TEST_CASE("Decimals are ordered, whatever their sizes and signs", "[decimal]") {
    const std::vector<std::string> ordered = {"-1e300",
                                              "-12345678901234567890123",
                                              "-2",
                                              "-1.5",
                                              "-1e-300",
                                              "0",
                                              "1e-300",
                                              "0.1",
                                              "0.10000000000000000001",
                                              "1.5",
                                              "2",
                                              "9007199254740993",
                                              "9007199254740993.5",
                                              "18446744073709551615",
                                              "18446744073709551616",
                                              "1e300"};
    for (std::size_t i = 0; i < ordered.size(); ++i) {
        for (std::size_t j = 0; j < ordered.size(); ++j) {
            CAPTURE(ordered[i], ordered[j]);
            const int order = decimal(ordered[i]).compare(decimal(ordered[j]));
            CHECK((order < 0) == (i < j));
            CHECK((order == 0) == (i == j));
        }
    }
}

TEST_CASE("Whether a decimal is a multiple is exact", "[decimal]") {
    for (const auto* amount : {"19.99", "4.35", "100", "0.07", "1.1", "123456789", "-0.01", "0"})
        CHECK(divides("0.01", amount) == true);
    CHECK(divides("0.01", "1.005") == false);
    CHECK(divides("1e-8", "12391239123") == true);
    CHECK(divides("0.0001", "0.00751") == false);
    CHECK(divides("0.1", "0.3") == true);
    CHECK(divides("3", "9000000000000000000000000000003") == true);
    CHECK(divides("123456789012345678901", "246913578024691357802") == true);
    CHECK(divides("123456789012345678901", "246913578024691357803") == false);
    CHECK(divides("1e300", "5") == false);
    CHECK(divides("7", "1e300") == false);
    CHECK_FALSE(divides("7", "1e100000000"));
}

TEST_CASE("A decimal becomes an integer of 64 bits only if it is one", "[decimal]") {
    CHECK(decimal("-9223372036854775808").to_int64() == std::numeric_limits<std::int64_t>::min());
    CHECK(decimal("9223372036854775807").to_int64() == std::numeric_limits<std::int64_t>::max());
    CHECK_FALSE(decimal("9223372036854775808").to_int64());
    CHECK_FALSE(decimal("0.5").to_int64());
    CHECK(Decimal(std::numeric_limits<std::int64_t>::min()).compare(decimal("-9223372036854775808")) == 0);
    CHECK(Decimal(std::numeric_limits<std::uint64_t>::max()).compare(decimal("18446744073709551615")) == 0);
}

} // namespace chatmock
