#include "base/time.hpp"

#include "support/catch.hpp"

namespace chatmock {

TEST_CASE("An instant is written in UTC with milliseconds", "[base]") {
    CHECK(to_iso8601(Instant{}) == "1970-01-01T00:00:00.000Z");
    CHECK(to_iso8601(Instant{Milliseconds{1621499417926}}) == "2021-05-20T08:30:17.926Z");
    CHECK(to_iso8601(Instant{Milliseconds{1709164800007}}) == "2024-02-29T00:00:00.007Z");
}

TEST_CASE("An instant before 1970 is rounded down to its second", "[base]") {
    CHECK(to_iso8601(Instant{Milliseconds{-1}}) == "1969-12-31T23:59:59.999Z");
    CHECK(to_iso8601(Instant{Milliseconds{-62135596800000}}) == "0001-01-01T00:00:00.000Z");
    CHECK(to_iso8601(Instant{Milliseconds{253402300799999}}) == "9999-12-31T23:59:59.999Z");
    CHECK(to_iso8601(Instant{Milliseconds{253402300800000}}) == "10000-01-01T00:00:00.000Z");
    CHECK(unix_seconds(Instant{Milliseconds{-1}}) == -1);
}

TEST_CASE("An instant in Unix seconds is rounded down", "[base]") {
    CHECK(unix_seconds(Instant{Milliseconds{1999}}) == 1);
    CHECK(unix_seconds(Instant{Milliseconds{2000}}) == 2);
}

} // namespace chatmock
