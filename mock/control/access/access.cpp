#include "control/access/access.hpp"

#include "base/text/ascii.hpp"
#include "http/headers.hpp"

#include <algorithm>
#include <array>

namespace chatmock::control {

namespace {

using http::RequestHead;
using http::value_of;

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && equals_ignoring_case(text.substr(text.size() - end.size()), end);
}

// `example.com:8091` without its port, and without the final dot of a full name.
std::string_view name_in(std::string_view host) {
    if (!host.empty() && host.front() == '[') return host.substr(0, host.find(']') + 1);
    host = host.substr(0, host.find(':'));
    if (!host.empty() && host.back() == '.') host.remove_suffix(1);
    return host;
}

// True for digits and dots only: no top-level domain is a number.
bool is_address(std::string_view name) {
    constexpr std::string_view of_ipv4 = "0123456789.";
    return (name.size() > 2 && name.front() == '[' && name.back() == ']') ||
           (!name.empty() && name.find_first_not_of(of_ipv4) == std::string_view::npos);
}

// True for names that public DNS does not resolve: single labels, as in a Compose file, and local names.
bool is_local_name(std::string_view name) {
    return !name.empty() && (name.find('.') == std::string_view::npos || ends_with(name, ".localhost") ||
                             ends_with(name, ".internal"));
}

// `http://localhost:5173` without its scheme.
std::string_view host_in(std::string_view origin) {
    const auto scheme_end = origin.find("://");
    return scheme_end == std::string_view::npos ? std::string_view() : origin.substr(scheme_end + 3);
}

// Takes constant time, so it does not reveal the place of a difference.
bool is_same_secret(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    unsigned char difference = 0;
    for (std::size_t i = 0; i < left.size(); ++i)
        difference |= static_cast<unsigned char>(left[i] ^ right[i]);
    return difference == 0;
}

bool is_navigation(const RequestHead& head) {
    return (head.method == "GET" || head.method == "HEAD") &&
           value_of(head.headers, "Sec-Fetch-Mode") == "navigate";
}

// The path after `/sandboxes/NAME`; the whole target if there is no valid name.
std::string_view path_in_sandbox(std::string_view target) {
    constexpr std::string_view prefix = "/sandboxes/";
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    if (target.substr(0, prefix.size()) != prefix) return target;
    const auto end = target.find_first_not_of(letters, prefix.size());
    const bool is_page = end != std::string_view::npos && target.substr(end, 4) == "/ui/";
    return is_page ? target.substr(end) : target;
}

// Health probes of containers have no secret, and their answers contain none. A browser opens the console
// without one, and the console asks its user for it: its files are the same for everyone.
bool is_open_to_all(const RequestHead& head) {
    constexpr std::array<std::string_view, 4> targets = {"/healthz", "/readyz", "/", "/ui"};
    const auto target = path_in_sandbox(head.target);
    return std::find(targets.begin(), targets.end(), target) != targets.end() ||
           target.substr(0, 4) == "/ui/";
}

std::string beginning_of(std::string_view text) {
    constexpr std::size_t shown_max = 100;
    return std::string(text.substr(0, shown_max)) + (text.size() > shown_max ? "…" : "");
}

// Browsers send the origin `null` for pages that have none, and no origin with some requests.
std::string why_foreign(const std::string& origin) {
    if (origin == "null")
        return "a page without an origin, such as a file, may not call the mock; serve the page from a host, "
               "and start the mock with --control-cors ORIGIN";
    const bool is_named = !origin.empty();
    return (is_named ? "a page of " + origin : std::string("a page of another site")) +
           " may not call the mock; start it with --control-cors " + (is_named ? origin : "ORIGIN");
}

} // namespace

std::optional<Refusal> Access::refuse(const RequestHead& head) const {
    if (auto refusal = refuse_host(head)) return refusal;
    if (auto refusal = refuse_origin(head)) return refusal;
    if (is_preflight(head)) return std::nullopt;
    return refuse_token(head);
}

bool Access::admits_host(std::string_view host) const {
    const auto name = name_in(host);
    return is_address(name) || is_local_name(name) ||
           std::any_of(rules_.hosts.begin(), rules_.hosts.end(), [&](const std::string& admitted) {
               return admitted == "*" || equals_ignoring_case(admitted, name) ||
                      equals_ignoring_case(admitted, host);
           });
}

bool Access::admits_origin(std::string_view origin) const {
    return std::any_of(rules_.origins.begin(), rules_.origins.end(), [&](const std::string& admitted) {
        return admitted == "*" || equals_ignoring_case(admitted, origin);
    });
}

// HTTP/1.0 does not require a Host header, and browsers do not use HTTP/1.0.
std::optional<Refusal> Access::refuse_host(const RequestHead& head) const {
    const auto host = value_of(head.headers, "Host");
    if (host.empty() && head.is_http_1_0) return std::nullopt;
    if (admits_host(host)) return std::nullopt;
    const auto name = std::string(name_in(host));
    return Refusal{RefusalCode::foreign_host,
                   "expected a Host that is an IP address, localhost or a name without a dot, got \"" +
                       beginning_of(host) + "\"; to admit it, start the mock with --control-host " +
                       (name.empty() ? "NAME" : name)};
}

// The port's own pages are allowed. Browsers mark every other cross-site request.
std::optional<Refusal> Access::refuse_origin(const RequestHead& head) const {
    const auto origin = value_of(head.headers, "Origin");
    const bool is_own =
        !origin.empty() && equals_ignoring_case(host_in(origin), value_of(head.headers, "Host"));
    if (is_own || (!origin.empty() && admits_origin(origin))) return std::nullopt;
    const bool is_cross_site =
        value_of(head.headers, "Sec-Fetch-Site") == "cross-site" && !is_navigation(head);
    if (origin.empty() && !is_cross_site) return std::nullopt;
    return Refusal{RefusalCode::foreign_origin, why_foreign(beginning_of(origin))};
}

std::optional<Refusal> Access::refuse_token(const RequestHead& head) const {
    constexpr std::string_view scheme = "Bearer ";
    if (rules_.token.empty() || is_open_to_all(head)) return std::nullopt;
    const auto shown = value_of(head.headers, "Authorization");
    const bool is_bearer = equals_ignoring_case(std::string_view(shown).substr(0, scheme.size()), scheme);
    if (is_bearer && is_same_secret(std::string_view(shown).substr(scheme.size()), rules_.token))
        return std::nullopt;
    return Refusal{
        RefusalCode::unauthorized,
        std::string("expected the header \"Authorization: Bearer TOKEN\" with the token of --control-token, "
                    "got ") +
            (shown.empty() ? "none" : "another one")};
}

bool Access::is_preflight(const RequestHead& head) const {
    return head.method == "OPTIONS" && admits_origin(value_of(head.headers, "Origin")) &&
           !value_of(head.headers, "Access-Control-Request-Method").empty();
}

http::Headers Access::cors_headers(const RequestHead& head) const {
    if (rules_.origins.empty()) return {};
    http::Headers headers{{"Vary", "Origin"}};
    const auto origin = value_of(head.headers, "Origin");
    if (!origin.empty() && admits_origin(origin)) headers.emplace_back("Access-Control-Allow-Origin", origin);
    return headers;
}

http::Headers Access::preflight_headers(const RequestHead& head) {
    http::Headers headers{{"Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE"},
                          {"Access-Control-Max-Age", "600"}};
    const auto asked = value_of(head.headers, "Access-Control-Request-Headers");
    if (!asked.empty()) headers.emplace_back("Access-Control-Allow-Headers", asked);
    if (value_of(head.headers, "Access-Control-Request-Private-Network") == "true")
        headers.emplace_back("Access-Control-Allow-Private-Network", "true");
    return headers;
}

} // namespace chatmock::control
