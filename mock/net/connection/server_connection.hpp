// One accepted connection: performs the actions of its protocol on a line. Pure: the line may be a socket, or
// a value in memory.
#pragma once

#include "net/connection/outbox.hpp"

namespace chatmock::net {

class ServerConnection;

// The shared parts of one server's connections.
class ConnectionHost {
public:
    virtual ~ConnectionHost() = default;

    virtual Instant now() const = 0;

    // The time for a peer to close its side after this one has finished.
    virtual Milliseconds linger_max() const = 0;

    // True if written bytes are sent after each read, instead of at the end of the turn.
    virtual bool answers_at_once() const = 0;

    // The shared buffer of reads; its content is valid until the next read.
    virtual ByteSpan receive_buffer() = 0;

    // The list for due receipts.
    virtual std::vector<Receipt>& written() = 0;

    // Requests a call of flush() at the end of this turn of the loop.
    virtual void flush_later(ServerConnection& connection) = 0;

    // Requests a call of resume() in a later turn.
    virtual void resume_later(ServerConnection& connection) = 0;

    // Requests a call of wake() at `at` in place of the one at `earlier`.
    virtual void wake_at(ServerConnection& connection, std::optional<Instant> earlier,
                         std::optional<Instant> at) = 0;

    virtual void log_refusal(std::string_view sent, const std::string& address) = 0;

    // The connection has ended. Its destruction, or a call of discard(), follows in a later turn.
    virtual void forget(ServerConnection& connection) = 0;
};

class ServerConnection final : public Connection,
                               public LineUser,
                               public std::enable_shared_from_this<ServerConnection> {
public:
    // The host outlives the connection's last turn.
    ServerConnection(std::unique_ptr<Line> line, ConnectionHost& host);

    void start(std::unique_ptr<Protocol> protocol);

    void write(SharedBytes bytes) override;
    void finish() override;
    void reset() override;
    void log_refusal(std::string_view sent) override;
    void wake_at(std::optional<Instant> at) override;

    // The receipt is due when all earlier bytes are sent.
    void confirm(Receipt receipt);

    // Equals write() and confirm(), but sends at once if nothing waits before it. False if that failed; the
    // caller must then call lose(). Precondition: the connection is not lost.
    bool send_at_once(const SharedBytes& bytes, Receipt receipt);

    // The line, if send_at_once() would send now and other threads may send on other lines meanwhile; else
    // null.
    Line* line_beside_others() const;

    // The rest of send_at_once(), after that line has sent some of the bytes.
    bool sent_at_once(const SharedBytes& bytes, Receipt receipt, Moved moved);

    // Fetch what send_at_once() reads into the cache: first the connection, later its line.
    void prefetch() const;
    void prefetch_line() const { __builtin_prefetch(line_.get()); }

    // Sends the queued bytes at once, and holds later ones until uncork().
    void cork();
    void uncork();

    // Requests one call of Protocol::resumed().
    void resume_later() { host_.resume_later(*this); }

    Instant now() const { return host_.now(); }
    std::string peer() const { return line_->peer(); }
    std::size_t bytes_to_write() const { return outbox_.bytes(); }
    bool is_writing() const { return !outbox_.empty(); }

    // Precondition: start() was called, and discard() was not.
    Protocol& protocol() const { return *protocol_; }

    // All ends pass here: closes the line at once, and informs the protocol.
    void lose();

    // For the host.
    void flush();
    void resume();
    void wake();

    // Destroys the protocol, and closes the line without a word to it.
    void discard();

private:
    void readable() override;
    void writable() override;
    void failed() override;
    bool sends_now() const;
    void read();
    void read_on();
    void take_end();
    void flush_later();
    void send_out();
    void linger();
    void request_wake(std::optional<Instant> at);

    // Members that each delivery uses are first, side by side.
    ConnectionHost& host_;
    std::unique_ptr<Line> line_;
    bool flush_scheduled_ = false;
    bool waits_readable_ = false;
    bool waits_writable_ = false;
    bool corked_ = false;
    bool undrained_ = false; // bytes were written since the last call of drained()
    bool peer_finished_ = false;
    bool finishing_ = false; // closes when all is sent
    bool lingering_ = false; // this side has finished, the peer has not
    bool resetting_ = false;
    bool lost_ = false;
    Outbox outbox_;
    std::unique_ptr<Protocol> protocol_;
    std::optional<Instant> wakes_at_;
};

} // namespace chatmock::net
