// One TCP connection of a server, as two sides see it: a protocol takes bytes and says what to do. Both
// interfaces are free of sockets and clocks, so that a protocol runs in memory as it runs on a port.
#pragma once

#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::net {

// What a protocol wants done. Each call only notes it: nothing of it comes back to the protocol before it
// returns.
class Connection {
public:
    virtual ~Connection() = default;

    virtual void write(std::string_view bytes) = 0;

    // Closes when all that was written has left. Nothing is written after it.
    virtual void finish() = 0;

    // Resets the connection: what has not left is lost.
    virtual void reset() = 0;

    // Logs that the peer speaks another protocol: `sent` says which, and what to do.
    virtual void tell_refusal(std::string_view sent) = 0;

    // woken() is called then, once. Replaces what was asked for before; nullopt asks for nothing.
    virtual void wake_at(std::optional<Instant> at) = 0;
};

class Protocol {
public:
    virtual ~Protocol() = default;

    virtual void received(std::string_view bytes, Instant now) = 0;

    // Whether more bytes are welcome; the peer is held back while they are not.
    virtual bool wants_bytes() const = 0;

    // The peer sends no more, and may still read.
    virtual void peer_finished(Instant now) = 0;

    // All that was written has left.
    virtual void drained(Instant now) = 0;

    virtual void woken(Instant now) = 0;

    // The connection has ended, whoever ended it. The last call; the connection may not be used in it.
    virtual void lost() = 0;
};

} // namespace chatmock::net
