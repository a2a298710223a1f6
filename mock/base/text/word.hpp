// Eight characters at a time, for loops over texts that may be long.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chatmock {

using Word = std::uint64_t; // the first character is its lowest byte

inline constexpr std::size_t word_bytes = sizeof(Word);

constexpr Word in_each_byte(unsigned char byte) { return Word{byte} * 0x0101010101010101U; }

// Written so that compilers emit one load.
inline Word word_at(const char* text) {
    const auto byte = [text](unsigned i) { return Word{static_cast<unsigned char>(text[i])} << (8 * i); };
    return byte(0) | byte(1) | byte(2) | byte(3) | byte(4) | byte(5) | byte(6) | byte(7);
}

// 0 exactly if no byte is below `bound`, which is at most 128. Its lowest set bit is in the first such byte;
// higher ones may be in others.
constexpr Word bytes_below(unsigned char bound, Word word) {
    return (word - in_each_byte(bound)) & ~word & in_each_byte(0x80);
}

} // namespace chatmock
