// Bytes in a buffer of another owner, which a reader may change in place.
#pragma once

#include <cstddef>
#include <string_view>

namespace chatmock {

struct ByteSpan {
    char* data = nullptr;
    std::size_t size = 0;

    std::string_view text() const { return {data, size}; }

    void remove_prefix(std::size_t count) {
        data += count;
        size -= count;
    }
};

} // namespace chatmock
