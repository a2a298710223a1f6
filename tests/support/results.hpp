// Reads the expected side of a Result; otherwise the test fails and ends.
#pragma once

#include "base/json/json.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

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
    if (result) FAIL("expected an error");
    return result.error();
}

inline Json json_of(std::string_view text) { return expect_value(parse_json(text)); }

// Each mistake of the error, as "/pointer: message".
inline std::vector<std::string> mistakes_of(const Error& error) {
    std::vector<std::string> all;
    for (const auto& mistake : error.violations) all.push_back(mistake.at + ": " + mistake.message);
    if (all.empty()) all.push_back(error.at + ": " + error.message);
    return all;
}

inline bool mentions(const std::vector<std::string>& mistakes, std::string_view text) {
    return std::any_of(mistakes.begin(), mistakes.end(),
                       [&](const auto& mistake) { return mistake.find(text) != std::string::npos; });
}

} // namespace chatmock
