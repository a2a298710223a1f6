// How often each user has come: what the ids of sessions and sockets are derived from.
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

// Users are known by a hash: their names may be long, and anybody may choose them.
class Visits {
public:
    explicit Visits(std::size_t users_max) : users_max_(users_max) {}

    Visit& of(const std::string& user);

    // Whether there is no room for another user.
    bool is_full() const;

    void clear() { by_user_.clear(); }

private:
    std::size_t users_max_;
    std::unordered_map<std::uint64_t, Visit> by_user_;
};

} // namespace chatmock::core
