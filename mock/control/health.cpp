#include "control/health.hpp"

#include <httplib.h>

namespace chatmock::control {

namespace {

constexpr time_t timeout_s = 3;

// The library makes a socket as soon as it knows the host's address.
std::string reason_of(httplib::Error error, bool knows_host) {
    using Kind = httplib::Error;
    const auto patience = std::to_string(timeout_s) + " s";
    switch (error) {
        case Kind::Connection: return knows_host ? "connection refused" : "unknown host";
        case Kind::ConnectionTimeout: return "no connection within " + patience;
        case Kind::Read: return "no HTTP answer within " + patience;
        default: return httplib::to_string(error);
    }
}

} // namespace

Result<void> check_health(const std::string& host, int port) {
    const bool any = host == "0.0.0.0" || host == "::"; // a server binds these; a client must use loopback
    bool knows_host = false;
    httplib::Client client(any ? "127.0.0.1" : host, port);
    client.set_connection_timeout(timeout_s);
    client.set_read_timeout(timeout_s);
    client.set_socket_options([&](auto) { knows_host = true; });
    const auto response = client.Get("/readyz");
    const std::string where = host + ":" + std::to_string(port);
    if (!response)
        return Error{ErrorCode::not_ready, "nothing answers on " + where + ": " +
                                               reason_of(response.error(), knows_host) +
                                               "; is the mock running? --control names its port"};
    if (response->status == 200) return {};
    return Error{ErrorCode::not_ready,
                 "expected 200 from /readyz on " + where + ", got " + std::to_string(response->status)};
}

} // namespace chatmock::control
