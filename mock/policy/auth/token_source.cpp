#include "policy/auth/token_source.hpp"

#include "base/json/fields.hpp"
#include "base/text/ascii.hpp"
#include "http/headers.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace chatmock::policy {

namespace {

using Place = TokenSource::Place;

constexpr std::array<std::pair<std::string_view, Place>, 4> places = {
    {{"query", Place::query}, {"auth", Place::auth}, {"header", Place::header}, {"cookie", Place::cookie}}};

constexpr std::string_view authorization = "authorization";
constexpr std::string_view cookie = "cookie";

// `Authorization: Bearer TOKEN` (RFC 6750); the scheme's case does not matter.
std::string without_scheme(std::string_view value) {
    constexpr std::string_view scheme = "bearer ";
    if (!equals_ignoring_case(value.substr(0, scheme.size()), scheme)) return std::string(value);
    const auto rest = value.substr(scheme.size());
    return std::string(rest.substr(std::min(rest.find_first_not_of(' '), rest.size())));
}

std::string token_at(const TokenSource& source, const http::Request& request) {
    switch (source.place) {
        case Place::query: return std::string(http::value_of(request.query, source.name));
        case Place::cookie: return http::cookie_in(http::value_of(request.headers, cookie), source.name);
        case Place::header: {
            auto value = http::value_of(request.headers, source.name);
            return equals_ignoring_case(source.name, authorization) ? without_scheme(value) : value;
        }
        case Place::auth: return {};
    }
    return {};
}

} // namespace

Result<TokenSource> parse_token_source(const Json& json, const std::string& at) {
    const auto text = json.is_string() ? json.get<std::string>() : std::string();
    const auto colon = text.find(':');
    const auto* const found = std::find_if(places.begin(), places.end(), [&](const auto& each) {
        return colon != std::string::npos && each.first == std::string_view(text).substr(0, colon);
    });
    if (found == places.end() || colon + 1 == text.size()) {
        return expected("query:NAME, auth:NAME, header:NAME or cookie:NAME", json, at);
    }
    return TokenSource{found->second, text.substr(colon + 1)};
}

Result<TokenSources> parse_token_sources(const Json& list, const std::string& at) {
    if (list.empty()) return Error{ErrorCode::invalid_value, "expected at least one place, got []", at};
    return parse_each(list, at, parse_token_source);
}

std::string name_of(const TokenSource& source) {
    const auto* const found = std::find_if(places.begin(), places.end(),
                                           [&](const auto& each) { return each.second == source.place; });
    return std::string(found->first) + ":" + source.name;
}

HandshakeToken token_of(const TokenSources& sources, const http::Request& request) {
    HandshakeToken found;
    for (const auto& source : sources) {
        if (source.place == Place::auth) {
            found.auth_members.push_back(source.name);
            continue;
        }
        found.token = token_at(source, request);
        if (found.token.empty()) continue;
        found.source = source;
        return found;
    }
    return found;
}

std::string token_in(const std::vector<std::string>& members, const Json& auth) {
    if (!auth.is_object()) return {};
    for (const auto& name : members) {
        const auto member = auth.find(name);
        if (member != auth.end() && member->is_string() && !member->get_ref<const std::string&>().empty())
            return member->get<std::string>();
    }
    return {};
}

void replace_token(const TokenSource& source, const std::string& present, const std::string& token,
                   http::Request& request) {
    if (source.place == Place::query) request.query[source.name] = token;
    const auto name = source.place == Place::header ? std::string_view(source.name) : cookie;
    for (auto& [header, value] : request.headers) {
        const auto at = value.find(present);
        const bool has_it = source.place != Place::query && equals_ignoring_case(header, name);
        if (has_it && at != std::string::npos) value.replace(at, present.size(), token);
    }
}

void put_token(const TokenSource& source, const std::string& token, http::Request& request) {
    switch (source.place) {
        case Place::query: request.query[source.name] = token; break;
        case Place::header: request.headers.emplace_back(source.name, token); break;
        case Place::cookie: request.headers.emplace_back(cookie, source.name + "=" + token); break;
        case Place::auth: break;
    }
}

} // namespace chatmock::policy
