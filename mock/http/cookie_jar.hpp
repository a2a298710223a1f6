// The cookies of one service (RFC 6265), as a client of a single origin needs them: a load balancer that
// keeps a session on one server tells it apart by a cookie.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::http {

// Bounded: a header that is longer is ignored, and past the number of cookies the oldest one goes.
class CookieJar {
public:
    static constexpr std::size_t cookies_max = 50;
    static constexpr std::size_t cookie_bytes_max = 4096;

    explicit CookieJar(std::string host) : host_(std::move(host)) {}

    // Takes one Set-Cookie header of an answer to a request for `path` (section 5.3).
    void take(std::string_view header, std::string_view path, Instant now);

    // The value of the Cookie header for a request; empty for none (section 5.4). `secure` says that the
    // request goes over TLS.
    std::string header_for(std::string_view path, bool secure, Instant now) const;

private:
    struct Cookie {
        std::string name;
        std::string value;
        std::string path;
        bool secure = false;
        std::optional<Instant> expires; // absent: when the client ends
        std::uint64_t created = 0;      // the order of creation, which a replacement keeps
    };

    void store(Cookie cookie, Instant now);

    std::string host_;
    std::vector<Cookie> cookies_;
    std::uint64_t last_created_ = 0;
};

} // namespace chatmock::http
