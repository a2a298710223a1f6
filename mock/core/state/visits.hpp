// Counts sessions and sockets of each user: their ids derive from the counters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace chatmock::core {

struct Visit {
    std::uint64_t opened = 0; // sessions
    std::uint64_t joined = 0; // namespaces
};

// Bounded by the limit `visits`. Keeps a hash of each user: clients choose their names, which may be long.
class Visits {
public:
    explicit Visits(std::size_t users_max) : users_max_(users_max) {}

    Visit& of(const std::string& user);

    // True if there is no room for another user.
    bool is_full() const;

    void clear() { by_user_.clear(); }

private:
    std::size_t users_max_;
    std::unordered_map<std::uint64_t, Visit> by_user_;
};

} // namespace chatmock::core
