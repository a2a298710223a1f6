// Who may call: the control port changes and shows everything, and any page that a developer opens can send
// it requests. Pure.
#pragma once

#include "control/refusal.hpp"
#include "http/head.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::control {

struct AccessRules {
    std::vector<std::string> hosts;   // further names that a Host header may have; "*" is any
    std::vector<std::string> origins; // of pages that may call; "*" is any
    std::string token; // that each call shows as its bearer token; empty where none is asked for
};

class Access {
public:
    explicit Access(AccessRules rules) : rules_(std::move(rules)) {}

    // Against DNS rebinding, cross-site requests and strangers; nothing where the call may be read. A
    // preflight, a probe and the console's files need no token.
    std::optional<Refusal> refuse(const http::RequestHead& head) const;

    // Whether it is a CORS preflight of an origin that may call.
    bool is_preflight(const http::RequestHead& head) const;

    // What lets a page read the answer; none where no page asks, or not from another origin.
    http::Headers cors_headers(const http::RequestHead& head) const;

    // The answer to a preflight has these, too.
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
