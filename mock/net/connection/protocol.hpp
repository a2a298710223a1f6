// The two sides of a server's connection: a protocol consumes bytes and requests actions. Both interfaces are
// free of sockets and clocks, so a protocol runs in memory as on a port.
#pragma once

#include "base/byte_span.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::net {

using SharedBytes = std::shared_ptr<const std::string>;

// A number that is reported when the kernel has all earlier bytes of a connection; 0 requests no report.
using Receipt = std::uint64_t;

// The actions that a protocol can request. Each call only records the action; none calls the protocol back.
class Connection {
public:
    virtual ~Connection() = default;

    virtual void write(SharedBytes bytes) = 0;

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

    // The protocol may change the bytes in place.
    virtual void received(ByteSpan bytes, Instant now) = 0;

    // False to stop reading, so that the peer has to wait.
    virtual bool wants_bytes() const { return true; }

    // The peer has finished sending, and may still read.
    virtual void peer_finished(Instant now) = 0;

    // All written bytes are sent.
    virtual void drained(Instant) {}

    // The kernel takes no more for now; so many bytes wait.
    virtual void backlogged(std::size_t) {}

    virtual void woken(Instant) {}

    // Another turn of the loop has come, as requested.
    virtual void resumed(Instant) {}

    // The connection has ended, by either side. This is the last call; it must not use the connection.
    virtual void lost() = 0;
};

class ServerConnection;

// The bytes' receipt on one connection, or 0.
struct Delivery {
    ServerConnection* connection = nullptr;
    Receipt receipt = 0;
};

// The server of a port, for the port.
class PortServer {
public:
    virtual ~PortServer() = default;

    // Requests a call of Port::turn_ends() at the end of this turn.
    virtual void end_turn_later() = 0;

    // Sends the same bytes on many connections. Equals write(), and the receipt's confirmation, on each; no
    // connection is there twice. A connection that fails is lost within this call.
    virtual void fan_out(const std::vector<Delivery>& deliveries, const SharedBytes& bytes) = 0;

    // Visits what Port::serve() has made, except for connections that have ended. No visit may end one.
    virtual void visit(const std::function<void(Protocol&)>& each) const = 0;
};

// The shared part of one port's connections.
class Port {
public:
    virtual ~Port() = default;

    // The protocol of a new connection, which outlives it.
    virtual std::unique_ptr<Protocol> serve(ServerConnection& connection) = 0;

    // Called once, before all others; the server outlives the last call.
    virtual void attach(PortServer&) {}

    // The turn ends: each connection sends its queued bytes after this call.
    virtual void turn_ends() {}

    // All have sent what the kernel took. The receipts have become due since the last call.
    virtual void turn_ended(std::vector<Receipt>) {}

    // True while a port that closes has more to write.
    virtual bool has_more_to_write() const { return false; }
};

} // namespace chatmock::net
