// The two sides of a server's TCP connection: a protocol consumes bytes and requests actions. Both interfaces
// are free of sockets and clocks, so a protocol runs in memory as on a port.
#pragma once

#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::net {

// The actions that a protocol can request. Each call only records the action; none calls the protocol back.
class Connection {
public:
    virtual ~Connection() = default;

    virtual void write(std::string_view bytes) = 0;

    // Closes when all written bytes are sent. No write may follow.
    virtual void finish() = 0;

    // Resets the connection; unsent bytes are lost.
    virtual void reset() = 0;

    // Logs that the peer uses another protocol: `sent` names it and says what to do.
    virtual void log_refusal(std::string_view sent) = 0;

    // Requests one call of woken() at that time, in place of an earlier request; nullopt cancels it.
    virtual void wake_at(std::optional<Instant> at) = 0;
};

class Protocol {
public:
    virtual ~Protocol() = default;

    virtual void received(std::string_view bytes, Instant now) = 0;

    // False to stop reading, so that the peer has to wait.
    virtual bool wants_bytes() const = 0;

    // The peer has finished sending, and may still read.
    virtual void peer_finished(Instant now) = 0;

    // All written bytes are sent.
    virtual void drained(Instant now) = 0;

    virtual void woken(Instant now) = 0;

    // The connection has ended, by either side. This is the last call; it must not use the connection.
    virtual void lost() = 0;
};

} // namespace chatmock::net
