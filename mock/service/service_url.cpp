#include "service/service_url.hpp"

#include "base/text/digits.hpp"

#include <algorithm>

namespace chatmock::service {

namespace {

constexpr int port_of_http = 80;
constexpr int port_of_https = 443;

Error no_url(const std::string& text) {
    auto shown =
        text.substr(0, text.find_first_of("?#")); // neither query nor password, as they may be secret
    shown.erase(0, shown.find('@') == std::string::npos ? 0 : shown.find('@') + 1);
    return {ErrorCode::invalid_value,
            "expected a URL of a Socket.IO service, such as wss://chat.example.com/socket.io/, got \"" +
                shown + "\""};
}

bool take_scheme(std::string_view& rest, ServiceUrl& url) {
    for (const auto& [scheme, tls] :
         {std::pair("ws://", false), {"http://", false}, {"wss://", true}, {"https://", true}}) {
        const std::string_view prefix(scheme);
        if (rest.substr(0, prefix.size()) != prefix) continue;
        rest.remove_prefix(prefix.size());
        url.tls = tls;
        url.port = tls ? port_of_https : port_of_http;
        return true;
    }
    return false;
}

// False for blanks and line breaks, which would end the URL in a request's first line.
bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > ' ' && byte != 0x7f;
    });
}

bool read_port(std::string_view text, int& port) {
    port = number_in<int>(text).value_or(0);
    return port > 0 && port <= 65535;
}

// "host", "host:port" or "[::1]:port".
bool read_authority(std::string_view authority, ServiceUrl& url) {
    const bool bracketed = !authority.empty() && authority.front() == '[';
    const auto host_end = bracketed ? authority.find(']') : authority.find(':');
    if (bracketed && host_end == std::string_view::npos) return false;
    url.host = std::string(bracketed ? authority.substr(1, host_end - 1) : authority.substr(0, host_end));
    const auto rest = host_end == std::string_view::npos ? std::string_view()
                                                         : authority.substr(host_end + (bracketed ? 1 : 0));
    if (url.host.empty() || !is_plain(url.host) || url.host.find('@') != std::string::npos) return false;
    return rest.empty() || (rest.front() == ':' && read_port(rest.substr(1), url.port));
}

} // namespace

Result<ServiceUrl> parse_service_url(const std::string& text) {
    ServiceUrl url;
    std::string_view rest = text;
    if (!take_scheme(rest, url)) return no_url(text);
    rest = rest.substr(0, rest.find('#'));
    const auto authority = rest.substr(0, rest.find_first_of("/?"));
    if (!read_authority(authority, url)) return no_url(text);
    http::Request target;
    http::read_target(rest.substr(authority.size()), target);
    if (!is_plain(target.path)) return no_url(text);
    if (!target.path.empty() && target.path != "/") url.path = target.path;
    url.query = std::move(target.query);
    return url;
}

std::string ServiceUrl::authority() const {
    const auto shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
    const bool usual = port == (tls ? port_of_https : port_of_http);
    return usual ? shown : shown + ":" + std::to_string(port);
}

std::string ServiceUrl::text() const { return (tls ? "wss://" : "ws://") + authority() + path; }

} // namespace chatmock::service
