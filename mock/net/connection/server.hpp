// The connections of one port: their turns, their times, and their end. Pure: a shell accepts, and knows the
// time.
#pragma once

#include "net/connection/senders.hpp"
#include "net/connection/server_connection.hpp"

#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace chatmock::net {

struct ServerSettings {
    std::string name; // of the port, in messages
    Milliseconds linger_max{0};
    bool answers_at_once = false;    // after each read, instead of at the end of the turn
    std::size_t connections_max = 0; // further ones are refused; 0 means no limit
};

// The loop that runs a server.
class ServerShell {
public:
    virtual ~ServerShell() = default;

    virtual Instant now() const = 0;

    // Requests one call of Server::turn(), after all that is ready now.
    virtual void turn_later() = 0;

    // Requests one call of Server::wake() at that time, in place of an earlier request for a later time.
    virtual void wake_at(Instant at) = 0;

    virtual void log_refusal(std::string_view sent, const std::string& address) = 0;

    // For large broadcasts; null if one thread sends all.
    virtual Senders* senders() { return nullptr; }
};

class Server : public ConnectionHost, public PortServer {
public:
    // The port and the shell outlive this object.
    Server(ServerSettings settings, Port& port, ServerShell& shell);
    ~Server() override;
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    bool is_full() const;
    void begin(std::unique_ptr<Line> line);

    // True while bytes wait to be sent.
    bool is_writing() const;

    // For the shell, as requested.
    void turn();
    void wake();

    Instant now() const override { return shell_.now(); }
    Milliseconds linger_max() const override { return settings_.linger_max; }
    bool answers_at_once() const override { return settings_.answers_at_once; }
    ByteSpan receive_buffer() override { return {receive_buffer_.data(), receive_buffer_.size()}; }
    std::vector<Receipt>& written() override { return written_; }
    void end_turn_later() override;
    void fan_out(const std::vector<Delivery>& deliveries, const SharedBytes& bytes) override;
    void visit(const std::function<void(Protocol&)>& each) const override;
    void flush_later(ServerConnection& connection) override;
    void resume_later(ServerConnection& connection) override;
    void wake_at(ServerConnection& connection, std::optional<Instant> earlier,
                 std::optional<Instant> at) override;
    void log_refusal(std::string_view sent, const std::string& address) override;
    void forget(ServerConnection& connection) override;

private:
    using Connections = std::vector<std::shared_ptr<ServerConnection>>;

    void discard_ended();
    void request_wake();

    ServerSettings settings_;
    Port& port_;
    ServerShell& shell_;
    std::string receive_buffer_;
    std::unordered_set<std::shared_ptr<ServerConnection>> connections_;
    std::set<std::pair<Instant, ServerConnection*>> wakes_;
    std::optional<Instant> wakes_at_; // as requested from the shell
    bool turn_requested_ = false;
    Connections dirty_;    // in this turn
    Connections flushing_; // empty outside of turn(); a member to keep its capacity
    Connections resuming_;
    Connections ended_;
    std::vector<Receipt> written_;
};

} // namespace chatmock::net
