// A measured server.
#pragma once

#include "load/loop.hpp"
#include "load/process.hpp"

#include <string>
#include <vector>

namespace bench {

class Server {
public:
    // Starts it and waits for its first line, the JSON that names its two ports.
    explicit Server(const std::vector<std::string>& command);

    Clock::time_point started() const { return started_; }
    const Process& process() const { return process_; }
    int socket_port() const { return socket_port_; }
    int control_port() const { return control_port_; }

private:
    Clock::time_point started_;
    Process process_;
    int socket_port_ = 0;
    int control_port_ = 0;
};

} // namespace bench
