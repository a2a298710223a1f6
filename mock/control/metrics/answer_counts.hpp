// Counts the answers of the control port.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>

namespace chatmock::control {

class AnswerCounts {
public:
    struct Key {
        std::string_view method;  // of the route
        std::string_view pattern; // of its path; it outlives this object
        int status_class;         // 2 for 200 to 299

        bool operator<(const Key& other) const {
            return std::tie(pattern, method, status_class) <
                   std::tie(other.pattern, other.method, other.status_class);
        }
    };

    // A request without a route has an empty method and pattern.
    void add(std::string_view method, std::string_view pattern, int status) {
        constexpr int statuses_per_class = 100;
        ++counts_[{method, pattern, status / statuses_per_class}];
    }

    const std::map<Key, std::uint64_t>& all() const { return counts_; }

private:
    std::map<Key, std::uint64_t> counts_;
};

} // namespace chatmock::control
