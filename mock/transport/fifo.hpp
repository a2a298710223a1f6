// A queue for the many connections that mostly have nothing to say: empty, it holds next to no memory.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace chatmock::transport {

template <typename Value>
class Fifo {
public:
    void push(Value value) { values_.push_back(std::move(value)); }

    bool empty() const { return first_ == values_.size(); }
    std::size_t size() const { return values_.size() - first_; }
    const Value& front() const { return values_[first_]; }
    const Value& operator[](std::size_t i) const { return values_[first_ + i]; }

    // What left makes room when it is as much as what stays, so that each value moves but once.
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
    static constexpr std::size_t idle_capacity_max = 4; // is kept for the next event

    std::vector<Value> values_;
    std::size_t first_ = 0; // those before it have left
};

} // namespace chatmock::transport
