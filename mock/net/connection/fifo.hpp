// A queue for many connections that are mostly idle: when empty, it uses almost no memory.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace chatmock::net {

template <typename Value>
class Fifo {
public:
    void push(Value value) { values_.push_back(std::move(value)); }

    bool empty() const { return first_ == values_.size(); }
    std::size_t size() const { return values_.size() - first_; }
    const Value& front() const { return values_[first_]; }
    const Value& operator[](std::size_t i) const { return values_[first_ + i]; }

    // Removed values are erased when they are as many as the rest, so each value moves at most once.
    void pop() {
        values_[first_++] = Value();
        if (empty()) {
            first_ = 0;
            if (values_.capacity() <= idle_capacity_max) values_.clear();
            else values_ = std::vector<Value>(); // `{}` would keep the memory
        } else if (first_ > idle_capacity_max && first_ >= size()) {
            values_.erase(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(first_));
            first_ = 0;
        }
    }

private:
    static constexpr std::size_t idle_capacity_max = 4; // kept for the next event

    std::vector<Value> values_;
    std::size_t first_ = 0; // values before it are removed
};

} // namespace chatmock::net
