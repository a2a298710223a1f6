// Estimates the memory of a JSON value: a short text may become a large tree.
#pragma once

#include "base/json/json.hpp"

namespace chatmock {

// In bytes, with the allocator's overhead. Shared bytes count for each value that shares them.
std::size_t memory_of(const Json& json);

} // namespace chatmock
