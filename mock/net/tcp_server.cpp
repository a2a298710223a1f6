#include "net/tcp_server.hpp"

#include "net/listener.hpp"
#include "net/refusal_log.hpp"
#include "net/tcp_line.hpp"

#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

#include <utility>

namespace chatmock::net {

namespace {

constexpr Milliseconds drain_interval{5};
constexpr Milliseconds drain_max{1000};

} // namespace

class TcpServer::Impl : public ServerShell {
public:
    Impl(runtime::Loop& loop, const ServerSettings& settings, Port& port)
        : loop_(loop), refusals_(settings.name), timer_(loop.context()), drain_(loop.context()),
          server_(settings, port, *this),
          listener_(loop.context(), settings.name,
                    [this](TcpSocket socket, const asio::ip::tcp::endpoint&) { begin(std::move(socket)); }),
          full_("the port has " + std::to_string(settings.connections_max) +
                " connections, as many as allowed; close some of them") {}

    void wrap_lines(WrapLine wrap) { wrap_ = std::move(wrap); }

    Result<int> listen(const std::string& host, int port) { return listener_.listen(host, port); }

    void drain(std::function<void()> done) {
        listener_.close();
        drain_until(now() + drain_max, std::move(done));
    }

    Instant now() const override { return loop_.now(); }

    void turn_later() override {
        asio::post(loop_.context(), [this] { server_.turn(); });
    }

    void wake_at(Instant at) override {
        timer_.expires_after(at - now());
        timer_.async_wait([this](const asio::error_code& ended) {
            if (!ended) server_.wake();
        });
    }

    void log_refusal(std::string_view sent, const std::string& address) override {
        refusals_.log(sent, address);
    }

private:
    void begin(TcpSocket socket) {
        if (!server_.is_full()) {
            std::unique_ptr<Line> line = std::make_unique<TcpLine>(std::move(socket));
            return server_.begin(wrap_ ? wrap_(std::move(line)) : std::move(line));
        }
        asio::error_code ignored;
        socket.non_blocking(true, ignored);
        turn_away(std::move(socket), full_);
    }

    void drain_until(Instant deadline, std::function<void()> done) {
        if (!server_.is_writing() || now() >= deadline) return done();
        drain_.expires_after(drain_interval);
        drain_.async_wait([this, deadline, done = std::move(done)](const asio::error_code& ended) mutable {
            if (!ended) drain_until(deadline, std::move(done));
        });
    }

    runtime::Loop& loop_;
    RefusalLog refusals_;
    asio::steady_timer timer_;
    asio::steady_timer drain_;
    Server server_;
    Listener listener_;
    std::string full_; // the reason of a refusal
    WrapLine wrap_;
};

TcpServer::TcpServer(runtime::Loop& loop, const ServerSettings& settings, Port& port)
    : impl_(std::make_unique<Impl>(loop, settings, port)) {}
TcpServer::~TcpServer() = default;

void TcpServer::wrap_lines(WrapLine wrap) { impl_->wrap_lines(std::move(wrap)); }

Result<int> TcpServer::listen(const std::string& host, int port) { return impl_->listen(host, port); }

void TcpServer::drain(std::function<void()> done) { impl_->drain(std::move(done)); }

} // namespace chatmock::net
