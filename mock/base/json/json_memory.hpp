// How much memory a JSON value takes, roughly: a short text may be a large tree.
#pragma once

#include "base/json/json.hpp"

namespace chatmock {

// In bytes, with what the allocator adds. Bytes that values share count for each.
std::size_t memory_of(const Json& json);

} // namespace chatmock
