#include "base/time.hpp"

#include "support/catch.hpp"

#include <string>
#include <utility>
#include <vector>

namespace chatmock {

TEST_CASE("An instant is written in UTC with milliseconds", "[base]") {
    CHECK(to_iso8601(Instant{}) == "1970-01-01T00:00:00.000Z");
    CHECK(to_iso8601(Instant{Milliseconds{1621499417926}}) == "2021-05-20T08:30:17.926Z");
    CHECK(to_iso8601(Instant{Milliseconds{1709164800007}}) == "2024-02-29T00:00:00.007Z");
}

TEST_CASE("An instant before 1970 is rounded down to its second", "[base]") {
    CHECK(to_iso8601(Instant{Milliseconds{-1}}) == "1969-12-31T23:59:59.999Z");
    CHECK(to_iso8601(Instant{Milliseconds{-62135596800000}}) == "0001-01-01T00:00:00.000Z");
    CHECK(unix_seconds(Instant{Milliseconds{-1}}) == -1);
}

// As Date writes it in Node.js.
TEST_CASE("A year of other than four digits has a sign and six, and is read back", "[base]") {
    const std::vector<std::pair<std::int64_t, std::string>> times = {
        {253402300799999, "9999-12-31T23:59:59.999Z"},     {253402300800000, "+010000-01-01T00:00:00.000Z"},
        {8640000000000000, "+275760-09-13T00:00:00.000Z"}, {-62167219200000, "0000-01-01T00:00:00.000Z"},
        {-62167219200001, "-000001-12-31T23:59:59.999Z"},  {-65322892800000, "-000100-01-01T00:00:00.000Z"},
    };
    for (const auto& [since_1970_ms, text] : times) {
        const Instant instant{Milliseconds{since_1970_ms}};
        CHECK(to_iso8601(instant) == text);
        CHECK(from_iso8601(text) == instant);
    }
    CHECK(from_iso8601("+010000-01-01T00:00:00Z") == Instant{Milliseconds{253402300800000}});
    for (const auto* text :
         {"10000-01-01T00:00:00.000Z", "+002021-01-01T00:00:00.000Z", "-000000-01-01T00:00:00.000Z",
          "+999999999-01-01T00:00:00.000Z", "+-10000-01-01T00:00:00.000Z", "-2021-01-01T00:00:00.000Z"})
        CHECK_FALSE(from_iso8601(text));
}

TEST_CASE("An instant in Unix seconds is rounded down", "[base]") {
    CHECK(unix_seconds(Instant{Milliseconds{1999}}) == 1);
    CHECK(unix_seconds(Instant{Milliseconds{2000}}) == 2);
}

} // namespace chatmock
