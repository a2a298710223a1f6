// Sends one buffer on many lines, perhaps from several threads.
#pragma once

#include "net/connection/line.hpp"

#include <vector>

namespace chatmock::net {

class Senders {
public:
    virtual ~Senders() = default;

    // From so many lines on, it gains time.
    virtual std::size_t lines_min() const = 0;

    // Calls Line::send() of each line and returns the results; a null is skipped. Precondition: no line is
    // there twice, and each may be used beside others, see Line::is_sent_beside_others().
    virtual std::vector<Moved> send(const std::vector<Line*>& lines, std::string_view bytes) = 0;
};

} // namespace chatmock::net
