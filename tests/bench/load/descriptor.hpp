// A file descriptor, closed with its owner.
#pragma once

#include <unistd.h>

#include <utility>

namespace bench {

class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor() { reset(); }
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        reset();
        number_ = std::exchange(other.number_, -1);
        return *this;
    }

    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }

    void reset() {
        if (is_open()) close(number_);
        number_ = -1;
    }

private:
    int number_;
};

} // namespace bench
