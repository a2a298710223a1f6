// Sends a large broadcast from several processors. The kernel's work for one socket is independent of the
// others.
#pragma once

#include "net/connection/senders.hpp"

namespace chatmock::net {

// Its threads end with each call: in a process with one thread, every call of the kernel is cheaper.
class SenderThreads final : public Senders {
public:
    std::size_t lines_min() const override;
    std::vector<Moved> send(const std::vector<Line*>& lines, std::string_view bytes) override;
};

} // namespace chatmock::net
