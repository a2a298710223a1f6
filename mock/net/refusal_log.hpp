// Says in the log why clients that speak another protocol get nowhere; seldom, however many they are.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace chatmock::net {

class RefusalLog {
public:
    // `port` is what the message calls it.
    explicit RefusalLog(std::string port) : port_(std::move(port)) {}

    // `sent` says what the client sent, and what to do. Logged at most once in ten seconds.
    void tell(std::string_view sent, const std::string& address);

private:
    std::string port_;
    std::chrono::steady_clock::time_point silent_until_;
};

} // namespace chatmock::net
