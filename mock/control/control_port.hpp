// The port that tests and people steer the mock by: HTTP, JSON in and JSON out.
#pragma once

#include "control/routes.hpp"
#include "runtime/mailbox.hpp"

#include <memory>
#include <string>

namespace chatmock::control {

class ControlPort {
public:
    static constexpr std::size_t body_bytes_max = 8 * 1024 * 1024;

    // The mailbox outlives it.
    ControlPort(runtime::Mailbox& mailbox, Facts facts);
    ~ControlPort(); // stops

    // Binds; port 0 takes a free one. Answers with the port; fails with `port_unavailable`.
    Result<int> bind(const std::string& host, int port);

    // Answers calls on threads of its own until stop().
    void start();

    // Returns when the calls in progress are answered: close the mailbox first.
    void stop();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace chatmock::control
