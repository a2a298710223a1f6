// Bytes in JSON for people: {"$binary":"BASE64"}.
#pragma once

#include "base/json/json.hpp"

namespace chatmock {

// True if the value contains bytes, at any depth.
bool has_bytes(const Json& json);

// The limit for all base64 in one written value: a few of the largest messages. Values can share bytes, so a
// small message could otherwise become gigabytes of text.
constexpr std::size_t written_base64_max = 16 * 1024 * 1024;

// Replaces bytes by {"$binary":BASE64}. Bytes past `base64_max` in all are shortened: {"$binary":"the
// beginning…","bytes":COUNT}.
Json with_bytes_written(Json json, std::size_t base64_max = written_base64_max);

// Replaces {"$binary":BASE64} by bytes; the base64 may contain line breaks. Leaves values that check_bytes()
// refuses.
Json with_bytes_read(Json json);

// True if with_bytes_read() returns a value that has bytes. Does not copy the value.
bool has_readable_bytes(const Json& json);

// Fails with `invalid_value` if a {"$binary":…} holds malformed base64. `at` is the JSON Pointer of `json`.
Result<void> check_bytes(const Json& json, const std::string& at);

} // namespace chatmock
