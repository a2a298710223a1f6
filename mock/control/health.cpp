#include "control/health.hpp"

#include <httplib.h>

namespace chatmock::control {

Result<void> check_health(const std::string& host, int port) {
    constexpr time_t timeout_s = 3;
    const bool any = host == "0.0.0.0" || host == "::"; // a server binds these; a client must use loopback
    httplib::Client client(any ? "127.0.0.1" : host, port);
    client.set_connection_timeout(timeout_s);
    client.set_read_timeout(timeout_s);
    const auto response = client.Get("/readyz");
    const std::string where = host + ":" + std::to_string(port);
    if (!response)
        return Error{ErrorCode::not_ready,
                     "nothing answers on " + where + ": " + httplib::to_string(response.error())};
    if (response->status == 200) return {};
    return Error{ErrorCode::not_ready,
                 "expected 200 from /readyz on " + where + ", got " + std::to_string(response->status)};
}

} // namespace chatmock::control
