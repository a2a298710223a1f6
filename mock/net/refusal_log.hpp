// Logs why clients of another protocol are refused; rate-limited.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace chatmock::net {

class RefusalLog {
public:
    // `port` is the port's name in the message.
    explicit RefusalLog(std::string port) : port_(std::move(port)) {}

    // `sent` names what the client sent, and says what to do. Logged at most once in ten seconds.
    void log(std::string_view sent, const std::string& address);

private:
    std::string port_;
    std::chrono::steady_clock::time_point silent_until_;
};

} // namespace chatmock::net
