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

constexpr std::size_t places_max = 4;      // of one request or CONNECT, in Elsewhere
constexpr std::size_t name_bytes_max = 64; // of such a place

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

// Collects places that are not token sources.
class Elsewhere {
public:
    explicit Elsewhere(const TokenSources& sources) : sources_(sources) {}

    void add(Place place, std::string_view name, std::string_view value) {
        if (value.empty() || name.size() > name_bytes_max || !names_a_token(name)) return;
        const TokenSource source{place, std::string(name)};
        const bool is_known = std::any_of(sources_.begin(), sources_.end(), [&](const TokenSource& each) {
            return each.place == place &&
                   (each.name == name || (place == Place::header && equals_ignoring_case(each.name, name)));
        });
        if (!is_known && found_.size() < places_max) found_.push_back(source);
    }

    TokenSources take() { return std::move(found_); }

private:
    const TokenSources& sources_;
    TokenSources found_;
};

// Each name and value of a `Cookie` header.
template <typename Take>
void each_cookie(std::string_view header, Take take_cookie) {
    while (!header.empty()) {
        const auto end = std::min(header.find(';'), header.size());
        auto pair = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos) take_cookie(pair.substr(0, equals), pair.substr(equals + 1));
    }
}

} // namespace

bool names_a_token(std::string_view name) {
    constexpr std::array<std::string_view, 9> known = {"token",       "jwt",       "jwttoken",
                                                       "accesstoken", "authtoken", "idtoken",
                                                       "bearertoken", "usertoken", "authorization"};
    std::array<char, 16> letters{}; // longer names are not known
    std::size_t count = 0;
    for (const char c : name) {
        if (c == '_' || c == '-') continue;
        if (count == letters.size()) return false;
        letters[count++] = ascii_lower_case(c);
    }
    std::string_view plain(letters.data(), count);
    if (plain.substr(0, 2) == "xa") plain.remove_prefix(1); // X-Auth-Token
    return std::find(known.begin(), known.end(), plain) != known.end();
}

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

void replace_token(const HandshakeToken& found, const std::string& token, http::Request& request) {
    const auto& name = found.source.name;
    auto& headers = request.headers;
    switch (found.source.place) {
        case Place::query: request.query[name] = token; break;
        case Place::cookie:
            http::replace_value(headers, cookie,
                                http::with_cookie(http::value_of(headers, cookie), name, token));
            break;
        case Place::header: {
            auto value = http::value_of(headers, name); // the token is its end: see without_scheme()
            value.replace(value.size() - found.token.size(), found.token.size(), token);
            http::replace_value(headers, name, std::move(value));
            break;
        }
        case Place::auth: break;
    }
}

TokenSources tokens_elsewhere(const TokenSources& sources, const http::Request& request) {
    Elsewhere elsewhere(sources);
    for (const auto& [name, value] : request.query) elsewhere.add(Place::query, name, value);
    for (const auto& [name, value] : request.headers) {
        if (equals_ignoring_case(name, cookie)) {
            each_cookie(value, [&](std::string_view own_name, std::string_view own_value) {
                elsewhere.add(Place::cookie, own_name, own_value);
            });
        } else {
            elsewhere.add(Place::header, ascii_lower_case(name), value);
        }
    }
    return elsewhere.take();
}

TokenSources tokens_elsewhere(const TokenSources& sources, const Json& auth) {
    Elsewhere elsewhere(sources);
    if (!auth.is_object()) return {};
    for (const auto& [name, value] : auth.items()) {
        if (value.is_string()) elsewhere.add(Place::auth, name, value.get_ref<const std::string&>());
    }
    return elsewhere.take();
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
