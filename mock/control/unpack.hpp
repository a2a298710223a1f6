// Bodies that were compressed for the way.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace chatmock::control {

// By a Content-Encoding: gzip, deflate, br, or none. Stops as soon as there is more than `bytes_max`, however
// much would follow. Fails with `body_too_large`, or `malformed_json` where it does not unpack, or `not_json`
// where the encoding is another one.
Result<std::string> unpack(std::string body, std::string_view encoding, std::size_t bytes_max);

} // namespace chatmock::control
