// The cookies of one service (RFC 6265), for a client of a single origin: a load balancer keeps a session on
// one server by a cookie.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::http {

// Bounded: ignores a header that is too long; past the number of cookies, drops the oldest.
class CookieJar {
public:
    static constexpr std::size_t cookies_max = 50;
    static constexpr std::size_t cookie_bytes_max = 4096;

    explicit CookieJar(std::string host) : host_(std::move(host)) {}

    // Stores the cookie of one Set-Cookie header, from the answer to a request for `path` (section 5.3).
    void take(std::string_view header, std::string_view path, Instant now);

    // The value of the Cookie header for a request; empty if there is none (section 5.4). `secure` means that
    // the request uses TLS.
    std::string header_for(std::string_view path, bool secure, Instant now) const;

private:
    struct Cookie {
        std::string name;
        std::string value;
        std::string path;
        bool secure = false;
        std::optional<Instant> expires; // empty: at the client's end
        std::uint64_t created = 0;      // the order of creation, kept by a replacement
    };

    void store(Cookie cookie, Instant now);

    std::string host_;
    std::vector<Cookie> cookies_;
    std::uint64_t last_created_ = 0;
};

} // namespace chatmock::http
