// Numbers of a port, such as of its channels, and the sandbox that owns each of them.
#pragma once

#include <cstdint>
#include <set>
#include <unordered_map>

namespace chatmock::core {

// Sandboxes other than `default`: it owns each number that is not here.
template <typename Key>
class Owned {
public:
    using Number = std::uint64_t; // of a sandbox

    void give(Key key, Number owner) {
        take(key);
        owners_[key] = owner;
        keys_[owner].insert(key);
    }

    // 0 if it has no owner.
    Number owner_of(Key key) const {
        if (owners_.empty()) return 0;
        const auto found = owners_.find(key);
        return found == owners_.end() ? 0 : found->second;
    }

    // Afterwards it has no owner; returns the former one.
    Number take(Key key) {
        const auto owner = owner_of(key);
        if (owner == 0) return 0;
        owners_.erase(key);
        const auto keys = keys_.find(owner);
        keys->second.erase(key);
        if (keys->second.empty()) keys_.erase(keys);
        return owner;
    }

    bool has_any(Number owner) const { return keys_.count(owner) != 0; }

    std::set<Key> of(Number owner) const {
        const auto found = keys_.find(owner);
        return found == keys_.end() ? std::set<Key>() : found->second;
    }

private:
    std::unordered_map<Key, Number> owners_;
    std::unordered_map<Number, std::set<Key>> keys_; // none is empty
};

} // namespace chatmock::core
