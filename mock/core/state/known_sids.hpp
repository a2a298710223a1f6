// The sids of the newest sessions, ended ones included: a client may still use one.
#pragma once

#include "base/seeded.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <unordered_set>

namespace chatmock::core {

class KnownSids {
public:
    static constexpr std::size_t sids_max = 4096;

    void add(std::string_view sid) {
        const auto hash = stable_hash(sid);
        if (!hashes_.insert(hash).second) return;
        in_order_.push_back(hash);
        if (in_order_.size() <= sids_max) return;
        hashes_.erase(in_order_.front());
        in_order_.pop_front();
    }

    bool has(std::string_view sid) const { return hashes_.count(stable_hash(sid)) != 0; }

private:
    std::unordered_set<std::uint64_t> hashes_;
    std::deque<std::uint64_t> in_order_;
};

} // namespace chatmock::core
