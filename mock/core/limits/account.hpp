// An amount with a limit.
#pragma once

#include <algorithm>
#include <cstddef>

namespace chatmock::core {

class Account {
public:
    explicit Account(std::size_t most) : most_(most) {}

    bool has_room_for(std::size_t amount) const { return amount <= most_ - std::min(amount_, most_); }
    bool is_spent() const { return amount_ >= most_; }

    void add(std::size_t amount) { amount_ += amount; }
    void remove(std::size_t amount) { amount_ -= std::min(amount, amount_); }

    // Adds the amount if there is room; otherwise returns false.
    bool take(std::size_t amount) {
        if (!has_room_for(amount)) return false;
        amount_ += amount;
        return true;
    }

    std::size_t amount() const { return amount_; }

private:
    std::size_t most_;
    std::size_t amount_ = 0;
};

} // namespace chatmock::core
