// Says in the log why clients that speak another protocol get nowhere; seldom, however many they are.
#pragma once

#include "transport/http_head.hpp"

#include <chrono>
#include <string>

namespace chatmock::transport {

class RefusalLog {
public:
    // `port` is what the message calls it.
    explicit RefusalLog(std::string port) : port_(std::move(port)) {}

    // Logs a fault that is of another protocol, at most once in ten seconds.
    void tell(const HttpFault& fault, const std::string& address);

private:
    std::string port_;
    std::chrono::steady_clock::time_point silent_until_;
};

} // namespace chatmock::transport
