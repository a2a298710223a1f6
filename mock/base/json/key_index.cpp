#include "base/json/key_index.hpp"

#include <cstring>

namespace chatmock {

namespace {

__extension__ using Product = unsigned __int128;

constexpr std::uint64_t prime = (std::uint64_t{1} << 61U) - 1;
constexpr std::size_t block = 7; // bytes, so a block is less than the prime

std::uint64_t modulo_prime(Product product) {
    const auto folded =
        static_cast<std::uint64_t>(product & prime) + static_cast<std::uint64_t>(product >> 61U);
    return folded >= prime ? folded - prime : folded;
}

// The point at which the polynomial of a key is evaluated. It must be secret: with a known point, colliding
// keys are easy to find. The address at which the system loaded the program is such a number. It affects only
// the time of a search, never a result.
std::uint64_t secret_point() {
    static const char here = 0;
    const auto mixed = reinterpret_cast<std::uintptr_t>(&here) * 0x9e3779b97f4a7c15U;
    return mixed % (prime - 2) + 2;
}

// A polynomial over the key's length and bytes, modulo a prime. The hashes of two different keys are equal at
// few points.
std::uint64_t hash_of(std::string_view key) {
    static const std::uint64_t point = secret_point();
    std::uint64_t hash = modulo_prime(Product{key.size() + 1} * point);
    while (!key.empty()) {
        const auto size = key.size() < block ? key.size() : block;
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, key.data(), size);
        hash = modulo_prime(Product{hash + bytes} * point);
        key.remove_prefix(size);
    }
    return hash;
}

} // namespace

std::size_t KeyIndex::first_slot(std::string_view key) const {
    const auto mixed = hash_of(key) * 0x9e3779b97f4a7c15U; // its upper half depends on all bits
    return (mixed >> 32U) & (slots_.size() - 1);
}

void KeyIndex::clear_for(std::uint32_t count) {
    std::size_t size = 16;
    while (size < 2 * std::size_t{count}) size *= 2;
    slots_.assign(size, none);
}

void KeyIndex::take_slot(std::uint32_t position, std::string_view key) {
    auto slot = first_slot(key);
    while (slots_[slot] != none) slot = next(slot);
    slots_[slot] = position;
}

} // namespace chatmock
