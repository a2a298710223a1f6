// A TCP connection to a port of this machine.
#pragma once

#include "load/descriptor.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace bench {

class Stream {
public:
    // Connecting on loopback waits for nobody: the kernel accepts while the backlog has room.
    explicit Stream(int port);

    int descriptor() const { return descriptor_.number(); }

    // A load client writes little, and into an empty buffer: what does not fit is a failure.
    void write(std::string_view bytes);

    // Reads once. `take` gets all that came and was not yet taken, and says how much of it it takes; the
    // rest comes again. False once the other side has closed.
    bool read(const std::function<std::size_t(std::string_view)>& take);

private:
    Descriptor descriptor_;
    std::string rest_;
};

} // namespace bench
