// What a Result is expected to hold; a test ends where it holds the other.
#pragma once

#include "base/json.hpp"
#include "support/catch.hpp"

namespace chatmock {

template <typename T>
T expect_value(Result<T> result) {
    if (!result) FAIL(describe(result.error()));
    return std::move(*result);
}

inline void expect_success(const Result<void>& result) {
    if (!result) FAIL(describe(result.error()));
}

template <typename T>
Error expect_error(const Result<T>& result) {
    if (result) FAIL("an error was expected");
    return result.error();
}

inline Json json_of(std::string_view text) { return expect_value(parse_json(text)); }

} // namespace chatmock
