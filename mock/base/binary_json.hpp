// Bytes in JSON that people read and write: {"$binary":"BASE64"}.
#pragma once

#include "base/json.hpp"

namespace chatmock {

// Whether bytes are anywhere in it.
bool has_bytes(const Json& json);

// Bytes become {"$binary":…}, and back; what is no base64 stays as it is.
Json with_bytes_written(Json json);
Json with_bytes_read(Json json);

} // namespace chatmock
