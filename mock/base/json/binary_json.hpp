// Bytes in JSON that people read and write: {"$binary":"BASE64"}.
#pragma once

#include "base/json/json.hpp"

namespace chatmock {

// Whether bytes are anywhere in it.
bool has_bytes(const Json& json);

// What bytes may take in all as base64 where a value is written: a few of the largest messages. Many values
// may share the same bytes, so that a small message would be gigabytes of text.
constexpr std::size_t written_base64_max = 16 * 1024 * 1024;

// Bytes become {"$binary":BASE64}. What would exceed `base64_max` in all is cut:
// {"$binary":"the first of it…","bytes":COUNT}.
Json with_bytes_written(Json json, std::size_t base64_max = written_base64_max);

// {"$binary":BASE64} becomes bytes, its base64 in lines or not. What check_bytes() refuses stays as it is.
Json with_bytes_read(Json json);

// Fails with `invalid_value` where a {"$binary":…} holds no base64. `at` is the JSON Pointer of `json`.
Result<void> check_bytes(const Json& json, const std::string& at);

} // namespace chatmock
