#include "net/tcp_server.hpp"

#include "net/refusal_log.hpp"
#include "net/server_connection.hpp"

#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

#include <unordered_set>
#include <vector>

namespace chatmock::net {

namespace {

constexpr std::size_t receive_buffer_bytes = 64 * 1024;
constexpr Milliseconds drain_interval{5};
constexpr Milliseconds drain_max{1000};

} // namespace

class TcpServer::Impl : public ConnectionHost {
public:
    Impl(runtime::Loop& loop, std::string name, std::size_t connections_max, MakeProtocol make_protocol)
        : loop_(loop), listener_(loop.context(), name,
                                 [this](TcpSocket socket, const asio::ip::tcp::endpoint& peer) {
                                     begin(std::move(socket), address_of(peer));
                                 }),
          refusals_(std::move(name)), connections_max_(connections_max),
          make_protocol_(std::move(make_protocol)), receive_buffer_(receive_buffer_bytes, '\0'),
          timer_(loop.context()), drain_(loop.context()) {}

    // The loop's handlers may keep connections alive longer than this port.
    ~Impl() override {
        const auto all = connections_;
        for (const auto& connection : all) connection->lose();
    }

    Result<int> listen(const std::string& host, int port) { return listener_.listen(host, port); }

    void drain(std::function<void()> done) {
        listener_.close();
        drain_until(now() + drain_max, std::move(done));
    }

    Instant now() const override { return loop_.now(); }
    std::string& receive_buffer() override { return receive_buffer_; }

    // One timer for the earliest time: it is set again only for an earlier one.
    void wake_at(Instant at) override {
        if (armed_for_ && *armed_for_ <= at) return;
        armed_for_ = at;
        timer_.expires_after(at - now());
        timer_.async_wait([this](const asio::error_code& ended) {
            if (!ended) wake();
        });
    }

    void log_refusal(std::string_view sent, const std::string& address) override {
        refusals_.log(sent, address);
    }

    void forget(ServerConnection& connection) override { connections_.erase(connection.shared_from_this()); }

private:
    void begin(TcpSocket socket, std::string address) {
        if (connections_.size() >= connections_max_) return refuse(std::move(socket));
        const auto connection =
            std::make_shared<ServerConnection>(std::move(socket), std::move(address), *this);
        connections_.insert(connection);
        connection->start(make_protocol_(*connection));
    }

    void refuse(TcpSocket socket) const {
        asio::error_code ignored;
        socket.non_blocking(true, ignored);
        turn_away(std::move(socket), "the port has " + std::to_string(connections_max_) +
                                         " connections, as many as allowed; close some of them");
    }

    void wake() {
        armed_for_.reset();
        const std::vector<std::shared_ptr<ServerConnection>> all(connections_.begin(), connections_.end());
        for (const auto& connection : all) connection->wake_if_due(now());
        std::optional<Instant> earliest;
        for (const auto& connection : connections_) {
            const auto at = connection->wakes_at();
            if (at && (!earliest || *at < *earliest)) earliest = at;
        }
        if (earliest) wake_at(*earliest);
    }

    void drain_until(Instant deadline, std::function<void()> done) {
        bool busy = false;
        for (const auto& connection : connections_) busy = busy || connection->is_writing();
        if (!busy || now() >= deadline) return done();
        drain_.expires_after(drain_interval);
        drain_.async_wait([this, deadline, done = std::move(done)](const asio::error_code& ended) mutable {
            if (!ended) drain_until(deadline, std::move(done));
        });
    }

    runtime::Loop& loop_;
    Listener listener_;
    RefusalLog refusals_;
    std::size_t connections_max_;
    MakeProtocol make_protocol_;
    std::string receive_buffer_;
    asio::steady_timer timer_;
    std::optional<Instant> armed_for_;
    asio::steady_timer drain_;
    std::unordered_set<std::shared_ptr<ServerConnection>> connections_;
};

TcpServer::TcpServer(runtime::Loop& loop, std::string name, std::size_t connections_max,
                     MakeProtocol make_protocol)
    : impl_(std::make_unique<Impl>(loop, std::move(name), connections_max, std::move(make_protocol))) {}
TcpServer::~TcpServer() = default;

Result<int> TcpServer::listen(const std::string& host, int port) { return impl_->listen(host, port); }

void TcpServer::drain(std::function<void()> done) { impl_->drain(std::move(done)); }

} // namespace chatmock::net
