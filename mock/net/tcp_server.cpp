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
        : readiness_(loop.context()), served_(loop, settings, port, &senders_),
          listener_(loop.context(), settings.name, [this](Socket socket) { begin(std::move(socket)); }) {}

    void wrap_lines(WrapLine wrap) { wrap_ = std::move(wrap); }

    Result<int> listen(const std::string& host, int port) { return listener_.listen(host, port); }

    void drain(std::function<void()> done) {
        listener_.close();
        served_.drain(std::move(done));
    }

private:
    void begin(Socket socket) {
        const auto refusal = served_.refusal();
        if (!refusal.empty()) return turn_away(socket, refusal);
        auto line = std::make_unique<TcpLine>(std::move(socket), readiness_);
        if (const auto& failure = line->watch_failure()) {
            listener_.warn(failure);
            return turn_away(line->socket(), "the system watches no more sockets");
        }
        served_.begin(wrap_ ? wrap_(std::move(line)) : std::move(line));
    }

    Readiness readiness_;
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
