// A port's server on a loop: its turns, its timers and its end. Its owner accepts the connections: a
// TcpServer, or the host of a module.
#pragma once

#include "base/error.hpp"
#include "net/connection/server.hpp"
#include "net/refusal_log.hpp"
#include "runtime/loop.hpp"

namespace chatmock::net {

class ServedPort : public ServerShell {
public:
    // The loop and the port outlive this object, and all calls are on the loop's thread.
    ServedPort(runtime::Loop& loop, const ServerSettings& settings, Port& port, Senders* senders = nullptr);

    // Why a further connection is refused; empty if it is not.
    std::string refusal() const;

    // Precondition: none is refused.
    void begin(std::unique_ptr<Line> line) { server_.begin(std::move(line)); }

    // Calls `done` when all written bytes are sent, or after a short time.
    void drain(std::function<void()> done);

    Instant now() const override { return loop_.now(); }
    void turn_later() override;
    void wake_at(Instant at) override;
    void log_refusal(std::string_view sent, const std::string& address) override;
    Senders* senders() override { return senders_; }

private:
    void drain_until(Instant deadline, std::function<void()> done);

    runtime::Loop& loop_;
    Senders* senders_;
    std::size_t connections_max_;
    RefusalLog refusals_;
    std::unique_ptr<runtime::Timer> wake_;
    std::unique_ptr<runtime::Timer> drain_;
    Server server_;
};

// The answer of a port that is full or short of something; the connection ends after it.
std::string turned_away(std::string_view why);

// Why a port cannot listen. `reason` is the system's.
Error unavailable(const std::string& name, const std::string& host, int port, const std::string& reason,
                  bool is_taken);

} // namespace chatmock::net
