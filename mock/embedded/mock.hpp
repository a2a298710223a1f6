// The mock of a module: `serve` on the lines that its host brings.
#pragma once

#include "app/serving/serving.hpp"
#include "embedded/host_line.hpp"
#include "embedded/host_loop.hpp"
#include "net/served_port.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock::embedded {

class Mock {
public:
    // The exit code of `serve` while it goes on.
    static constexpr int still_serving = -1;

    // Begins to serve; or says why not, and returns the exit code.
    int serve(const app::Options& options);

    // The host's answers to host_listen(): the port's number; or the system's reason.
    void listening(int port, int number);
    void not_listening(int port, const std::string& reason, bool is_taken);

    // A connection to one of the ports.
    void opened(int port, std::int32_t number, std::string peer);

    // Null if it has ended here, and the host does not know yet.
    HostLine* line(std::int32_t number) const;

    // Ends as SIGTERM ends a program.
    void stop();

    HostLoop& loop() { return loop_; }

private:
    void listen(int port);

    HostLoop loop_;
    HostLines lines_;
    std::array<app::HostPort, 2> addresses_;
    std::optional<app::Serving> serving_;
    std::array<std::unique_ptr<net::ServedPort>, 2> ports_;
    int undrained_ = 0;
};

} // namespace chatmock::embedded
