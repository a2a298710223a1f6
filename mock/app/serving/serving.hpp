// A mock that serves: its worlds and its two ports, on any loop. Its host brings the connections.
#pragma once

#include "app/data/reloader.hpp"
#include "app/log/log_batches.hpp"
#include "app/serving/setup.hpp"
#include "control/control_port.hpp"
#include "control/tls.hpp"
#include "net/connection/server.hpp"
#include "runtime/worlds.hpp"
#include "transport/socket_port.hpp"

#include <optional>
#include <string>

namespace chatmock::app {

class Serving {
public:
    // The loop outlives this object, and so does `tls`, which is null if it is off.
    Serving(runtime::Loop& loop, Options options, Setup setup, Loaded loaded, control::Tls* tls);

    net::Port& socket_port() { return socket_port_; }
    net::Port& control_port() { return control_port_; }

    // Of the servers of these ports.
    static net::ServerSettings socket_settings();
    static net::ServerSettings control_settings();

    // Call it once, before the first connection.
    void bound_socket(int port);

    // Both ports listen: says so on stdout, and begins to look for saved files.
    void ready(int bound_control);

    // Lets all clients and callers know that the mock ends. The written bytes are still to be sent.
    void shut_down();

private:
    runtime::Loop& loop_;
    Options options_;
    Setup setup_;
    Loaded loaded_;
    control::Tls* tls_;
    Instant begun_at_;
    std::string socket_url_; // without its path
    runtime::Worlds worlds_;
    transport::SocketPort socket_port_;
    control::ControlPort control_port_;
    std::optional<Reloader> reloader_;
    std::optional<LogBatches> log_batches_; // once it is ready
};

} // namespace chatmock::app
