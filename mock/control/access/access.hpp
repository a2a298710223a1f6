// Access to the control port, which can change and read everything: any page in a developer's browser can
// send it requests. Pure.
#pragma once

#include "control/access/refusal.hpp"
#include "http/head.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::control {

struct AccessRules {
    std::vector<std::string> hosts;   // further allowed names in a Host header; "*" allows any
    std::vector<std::string> origins; // of pages that may call; "*" allows any
    std::string token;                // the required bearer token; empty if none is required
};

class Access {
public:
    explicit Access(AccessRules rules) : rules_(std::move(rules)) {}

    // Refuses DNS rebinding, cross-site requests, and calls without the token; empty if the call is allowed.
    // A preflight, a probe and the console's files need no token.
    std::optional<Refusal> refuse(const http::RequestHead& head) const;

    // True for a CORS preflight of an allowed origin.
    bool is_preflight(const http::RequestHead& head) const;

    // Headers that let a page of another allowed origin read the answer; otherwise empty.
    http::Headers cors_headers(const http::RequestHead& head) const;

    // Further headers of a preflight's answer.
    static http::Headers preflight_headers(const http::RequestHead& head);

private:
    bool admits_host(std::string_view host) const;
    bool admits_origin(std::string_view origin) const;
    std::optional<Refusal> refuse_host(const http::RequestHead& head) const;
    std::optional<Refusal> refuse_origin(const http::RequestHead& head) const;
    std::optional<Refusal> refuse_token(const http::RequestHead& head) const;

    AccessRules rules_;
};

} // namespace chatmock::control
