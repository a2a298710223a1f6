// TLS on the two ports of `serve`.
#pragma once

#include "app/tls/served_tls.hpp"
#include "net/refusal_log.hpp"
#include "net/tcp_server.hpp"
#include "net/tls/tls_port.hpp"
#include "runtime/interval.hpp"

namespace chatmock::app {

class TlsOnPorts {
public:
    // The loop outlives this object.
    TlsOnPorts(runtime::Loop& loop, const ServedTls& tls, bool only);

    // Wraps the lines of later connections; the servers must end before this object. The control port always
    // takes plain bytes, too: a test gets the authority there, and `health` asks whether the mock is ready.
    void wrap(net::TcpServer& socket_server, net::TcpServer& control_server);

private:
    net::RefusalLog socket_refusals_{"socket"};
    net::RefusalLog control_refusals_{"control"};
    net::TlsPort socket_;
    net::TlsPort control_;
    runtime::Interval overdue_;
};

} // namespace chatmock::app
