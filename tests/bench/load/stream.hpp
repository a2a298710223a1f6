// A TCP connection to a port of this machine.
#pragma once

#include "load/descriptor.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace bench {

class Stream {
public:
    // Connecting on loopback does not wait: the kernel accepts while the backlog has room.
    explicit Stream(int port);

    int descriptor() const { return descriptor_.number(); }

    // Fails if the bytes do not fit into the buffer: a load client writes little.
    void write(std::string_view bytes);

    // Reads once. `take` gets all bytes that it has not taken yet, and returns the number that it takes.
    // False once the other side has closed.
    bool read(const std::function<std::size_t(std::string_view)>& take);

private:
    Descriptor descriptor_;
    std::string rest_;
};

} // namespace bench
