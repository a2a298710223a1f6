#include "core/sandboxes/choice.hpp"

#include "base/text/ascii.hpp"
#include "core/sandboxes/sandbox_name.hpp"
#include "http/headers.hpp"
#include "policy/auth/credentials.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace chatmock::core {

namespace {

constexpr std::string_view path_prefix = "/sandbox/";
constexpr std::string_view parameter = "sandbox"; // of the query
constexpr std::string_view cookie = "chatmock_sandbox";
constexpr std::string_view header = "x-chatmock-sandbox";
constexpr std::string_view host_suffix = ".localhost";

std::optional<std::string> take_from_path(http::Request& request) {
    if (request.path.compare(0, path_prefix.size(), path_prefix) != 0) return std::nullopt;
    const auto end = std::min(request.path.find('/', path_prefix.size()), request.path.size());
    auto name = request.path.substr(path_prefix.size(), end - path_prefix.size());
    request.path.erase(0, end);
    return name;
}

std::optional<std::string> take_from_query(http::Request& request) {
    const auto found = request.query.find(parameter);
    if (found == request.query.end()) return std::nullopt;
    auto name = std::move(found->second);
    request.query.erase(found);
    return name;
}

// The name in `NAME:TOKEN`. If the part before the colon is not a valid name, or the scheme of a URL, it
// belongs to the token.
std::optional<std::string> prefix_of(const std::string& token) {
    const auto colon = token.find(':');
    if (colon == std::string::npos || token.compare(colon, 3, "://") == 0) return std::nullopt;
    auto name = token.substr(0, colon);
    if (!is_sandbox_name(name)) return std::nullopt;
    return name;
}

void remove_prefix(const policy::HandshakeToken& found, http::Request& request) {
    policy::replace_token(found, found.token.substr(found.token.find(':') + 1), request);
}

std::optional<std::string> claim_of(const std::string& token) {
    const auto claims = policy::read_credentials(token).claims;
    const auto claim = claims.find(policy::sandbox_claim);
    if (claim == claims.end() || !claim->is_string()) return std::nullopt;
    return claim->get<std::string>();
}

std::optional<std::string> take_from_token(http::Request& request, const policy::TokenSources& sources) {
    const auto found = policy::token_of(sources, request);
    if (found.token.empty()) return std::nullopt;
    auto name = prefix_of(found.token);
    if (name) remove_prefix(found, request);
    return name ? name : claim_of(found.token);
}

// `NAME.localhost`; a name with a dot in it belongs to another host.
std::optional<std::string> host_label(const http::Request& request) {
    auto host = ascii_lower_case(http::value_of(request.headers, "host"));
    host.erase(std::min(host.find(':'), host.size()));
    if (host.size() <= host_suffix.size()) return std::nullopt;
    const auto label = host.substr(0, host.size() - host_suffix.size());
    const bool is_local = host.compare(label.size(), host_suffix.size(), host_suffix) == 0;
    if (!is_local || label.find('.') != std::string::npos) return std::nullopt;
    return label;
}

std::optional<std::string> if_any(std::string value) {
    if (value.empty()) return std::nullopt;
    return value;
}

Choice take_first_choice(http::Request& request, const policy::TokenSources& sources,
                         bool by_token_and_host) {
    if (auto name = take_from_path(request)) return {ChosenBy::path, std::move(*name)};
    if (auto name = take_from_query(request)) return {ChosenBy::query, std::move(*name)};
    if (by_token_and_host) {
        if (auto name = take_from_token(request, sources)) return {ChosenBy::token, std::move(*name)};
    }
    const auto& headers = request.headers;
    if (auto name = if_any(http::cookie_in(http::value_of(headers, "cookie"), cookie)))
        return {ChosenBy::cookie, std::move(*name)};
    if (by_token_and_host) {
        if (auto name = host_label(request)) return {ChosenBy::host, std::move(*name)};
    }
    if (auto name = if_any(http::value_of(headers, header))) return {ChosenBy::header, std::move(*name)};
    return {};
}

} // namespace

Choice take_choice(http::Request& request, const policy::TokenSources& sources, bool by_token_and_host) {
    auto choice = take_first_choice(request, sources, by_token_and_host);
    if (choice.by == ChosenBy::path && http::value_of(request.query, parameter) == choice.name)
        take_from_query(request);
    if (!by_token_and_host || (choice.by != ChosenBy::path && choice.by != ChosenBy::query)) return choice;
    const auto found = policy::token_of(sources, request);
    if (prefix_of(found.token) == choice.name) remove_prefix(found, request);
    return choice;
}

} // namespace chatmock::core
