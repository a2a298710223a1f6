#include "net/tcp_server.hpp"

#include "net/listener.hpp"
#include "net/sender_threads.hpp"
#include "net/served_port.hpp"
#include "net/tcp_line.hpp"

#include <utility>

namespace chatmock::net {

class TcpServer::Impl {
public:
    Impl(runtime::AsioLoop& loop, const ServerSettings& settings, Port& port)
        : served_(loop, settings, port, &senders_),
          listener_(loop.context(), settings.name,
                    [this](TcpSocket socket, const asio::ip::tcp::endpoint&) { begin(std::move(socket)); }) {}

    void wrap_lines(WrapLine wrap) { wrap_ = std::move(wrap); }

    Result<int> listen(const std::string& host, int port) { return listener_.listen(host, port); }

    void drain(std::function<void()> done) {
        listener_.close();
        served_.drain(std::move(done));
    }

private:
    void begin(TcpSocket socket) {
        const auto refusal = served_.refusal();
        if (refusal.empty()) {
            std::unique_ptr<Line> line = std::make_unique<TcpLine>(std::move(socket));
            return served_.begin(wrap_ ? wrap_(std::move(line)) : std::move(line));
        }
        asio::error_code ignored;
        socket.non_blocking(true, ignored);
        turn_away(std::move(socket), refusal);
    }

    SenderThreads senders_;
    ServedPort served_;
    Listener listener_;
    WrapLine wrap_;
};

TcpServer::TcpServer(runtime::AsioLoop& loop, const ServerSettings& settings, Port& port)
    : impl_(std::make_unique<Impl>(loop, settings, port)) {}
TcpServer::~TcpServer() = default;

void TcpServer::wrap_lines(WrapLine wrap) { impl_->wrap_lines(std::move(wrap)); }

Result<int> TcpServer::listen(const std::string& host, int port) { return impl_->listen(host, port); }

void TcpServer::drain(std::function<void()> done) { impl_->drain(std::move(done)); }

} // namespace chatmock::net
