// Sends one buffer on many lines, perhaps from several threads.
#pragma once

#include "net/connection/line.hpp"

#include <vector>

namespace chatmock::net {

class Senders {
public:
    virtual ~Senders() = default;

    // The smallest number of lines for which send() is faster than one thread.
    virtual std::size_t lines_min() const = 0;

    // Calls Line::send() of each line, and returns the results in the same order; skips null pointers.
    // Precondition: no line is listed twice, and each has is_sent_beside_others().
    virtual std::vector<Moved> send(const std::vector<Line*>& lines, std::string_view bytes) = 0;
};

} // namespace chatmock::net
