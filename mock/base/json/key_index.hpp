// Finds the position of a key in a list of unique keys, in constant time. The caller owns the list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace chatmock {

// A hash table of positions: four bytes per slot, at most half of the slots in use, linear probing.
class KeyIndex {
public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    // `key_at(position)` returns the key that was added with that position.
    template <typename KeyAt>
    std::uint32_t find(std::string_view key, const KeyAt& key_at) const {
        for (auto slot = first_slot(key);; slot = next(slot)) {
            const auto position = slots_[slot];
            if (position == none || key_at(position) == key) return position;
        }
    }

    // Adds the key at `position`, which equals the number of keys so far. The key must be new.
    template <typename KeyAt>
    void add(std::uint32_t position, const KeyAt& key_at) {
        if (slots_.size() < 2 * (std::size_t{position} + 1)) build(position + 1, key_at);
        else take_slot(position, key_at(position));
    }

    // Clears the index, then adds the keys at all positions below `count`.
    template <typename KeyAt>
    void build(std::uint32_t count, const KeyAt& key_at) {
        clear_for(count);
        for (std::uint32_t position = 0; position < count; ++position) take_slot(position, key_at(position));
    }

private:
    std::size_t first_slot(std::string_view key) const;
    std::size_t next(std::size_t slot) const { return (slot + 1) & (slots_.size() - 1); }
    void clear_for(std::uint32_t count);
    void take_slot(std::uint32_t position, std::string_view key);

    std::vector<std::uint32_t> slots_; // positions; the size is a power of two
};

} // namespace chatmock
