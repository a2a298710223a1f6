// Decompresses request bodies.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace chatmock::control {

// Supports the Content-Encodings gzip, deflate, br, and none. Stops as soon as the result exceeds
// `bytes_max`. Fails with `body_too_large`; with `malformed_json` if the data is damaged; with `not_json` for
// another encoding.
Result<std::string> unpack(std::string body, std::string_view encoding, std::size_t bytes_max);

} // namespace chatmock::control
