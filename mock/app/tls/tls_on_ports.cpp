#include "app/tls/tls_on_ports.hpp"

namespace chatmock::app {

namespace {

constexpr std::chrono::seconds look_interval{1};

net::TlsPort::LogRefusal logged_by(net::RefusalLog& log) {
    return [&log](std::string_view sent, const std::string& address) { log.log(sent, address); };
}

net::TcpServer::WrapLine wrapped_by(net::TlsPort& port) {
    return [&port](std::unique_ptr<net::Line> line) { return port.wrap(std::move(line)); };
}

} // namespace

TlsOnPorts::TlsOnPorts(runtime::Loop& loop, const ServedTls& tls, bool only)
    : socket_(
          tls.certificates(), {!only, true}, [&loop] { return loop.now(); }, logged_by(socket_refusals_)),
      control_(
          tls.certificates(), {true, false}, [&loop] { return loop.now(); }, logged_by(control_refusals_)),
      overdue_(loop, look_interval, [this] {
          socket_.abandon_overdue();
          control_.abandon_overdue();
      }) {}

void TlsOnPorts::wrap(net::TcpServer& socket_server, net::TcpServer& control_server) {
    socket_server.wrap_lines(wrapped_by(socket_));
    control_server.wrap_lines(wrapped_by(control_));
}

} // namespace chatmock::app
