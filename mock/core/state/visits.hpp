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

    // True if the user has no counters yet, and there is no room for more.
    bool is_too_many(const std::string& user) const;

    void clear() { by_user_.clear(); }

private:
    std::size_t users_max_;
    std::unordered_map<std::uint64_t, Visit> by_user_;
};

} // namespace chatmock::core
