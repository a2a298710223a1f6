#include "http/cookie_jar.hpp"

#include "base/text/ascii.hpp"
#include "http/cookie_date.hpp"

#include <algorithm>
#include <charconv>

namespace chatmock::http {

namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// Returns the text before the separator; `text` keeps the part after it.
std::string_view take_until(std::string_view& text, char separator) {
    const auto end = std::min(text.find(separator), text.size());
    const auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

// RFC 6265, section 5.1.4.
std::string default_path(std::string_view path) {
    const auto last = path.rfind('/');
    if (path.empty() || path.front() != '/' || last == 0) return "/";
    return std::string(path.substr(0, last));
}

// RFC 6265, section 5.1.4.
bool path_matches(std::string_view path, std::string_view cookie_path) {
    if (path.substr(0, cookie_path.size()) != cookie_path) return false;
    return path.size() == cookie_path.size() || cookie_path.back() == '/' || path[cookie_path.size()] == '/';
}

// RFC 6265, section 5.1.3.
bool domain_matches(const std::string& host, std::string_view domain) {
    if (host == domain) return true;
    const bool is_suffix =
        host.size() > domain.size() && host.compare(host.size() - domain.size(), domain.size(), domain) == 0;
    const bool is_address =
        host.find_first_not_of("0123456789.") == std::string::npos || host.find(':') != std::string::npos;
    return is_suffix && host[host.size() - domain.size() - 1] == '.' && !is_address;
}

// RFC 6265, section 5.2.2. Empty if the value is not a number of seconds; then the attribute is ignored.
std::optional<Instant> parse_max_age(std::string_view value, Instant now) {
    constexpr std::int64_t longest_s = std::int64_t{400} * 24 * 3600; // browsers have the same limit
    if (value.empty() || value.find_first_not_of("0123456789", value.front() == '-' ? 1 : 0) != value.npos)
        return std::nullopt;
    std::int64_t seconds = longest_s; // for a number that is too long for the type
    std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (value.front() == '-' || seconds <= 0) return Instant::min();
    return now + std::chrono::seconds(std::min(seconds, longest_s));
}

// The attributes of a Set-Cookie header (RFC 6265, section 5.2).
struct Attributes {
    std::string path; // empty for the default
    bool secure = false;
    std::optional<Instant> expires;
    bool is_ours = true; // false if the domain does not cover the host
};

Attributes parse_attributes(std::string_view text, const std::string& host, Instant now) {
    Attributes attributes;
    std::optional<Instant> max_age;
    while (!text.empty()) {
        auto attribute = take_until(text, ';');
        const auto name = ascii_lower_case(trimmed(take_until(attribute, '=')));
        const auto value = trimmed(attribute);
        if (name == "path") {
            attributes.path = !value.empty() && value.front() == '/' ? value : "";
        } else if (name == "secure") {
            attributes.secure = true;
        } else if (name == "expires") {
            if (const auto date = parse_cookie_date(value)) attributes.expires = date;
        } else if (name == "max-age") {
            if (const auto instant = parse_max_age(value, now)) max_age = instant;
        } else if (name == "domain" && !value.empty()) {
            const auto domain = value.substr(value.front() == '.' ? 1 : 0);
            attributes.is_ours = domain_matches(host, ascii_lower_case(domain));
        }
    }
    if (max_age) attributes.expires = max_age;
    return attributes;
}

// A value that could end the header or its line is never sent.
bool is_clean(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

} // namespace

void CookieJar::take(std::string_view header, std::string_view path, Instant now) {
    if (header.size() > cookie_bytes_max || !is_clean(header)) return;
    auto pair = take_until(header, ';');
    if (pair.find('=') == std::string_view::npos) return;
    Cookie cookie;
    cookie.name = trimmed(take_until(pair, '='));
    cookie.value = trimmed(pair);
    auto attributes = parse_attributes(header, ascii_lower_case(host_), now);
    if (cookie.name.empty() || !attributes.is_ours) return;
    cookie.path = attributes.path.empty() ? default_path(path) : std::move(attributes.path);
    cookie.secure = attributes.secure;
    cookie.expires = attributes.expires;
    store(std::move(cookie), now);
}

void CookieJar::store(Cookie cookie, Instant now) {
    cookie.created = ++last_created_;
    const auto same = std::find_if(cookies_.begin(), cookies_.end(), [&](const Cookie& each) {
        return each.name == cookie.name && each.path == cookie.path;
    });
    if (same != cookies_.end()) {
        cookie.created = same->created;
        cookies_.erase(same);
    }
    const auto is_over = [now](const Cookie& each) { return each.expires && *each.expires <= now; };
    if (is_over(cookie)) return;
    cookies_.erase(std::remove_if(cookies_.begin(), cookies_.end(), is_over), cookies_.end());
    cookies_.push_back(std::move(cookie));
    if (cookies_.size() <= cookies_max) return;
    cookies_.erase(std::min_element(cookies_.begin(), cookies_.end(), [](const auto& one, const auto& other) {
        return one.created < other.created;
    }));
}

// RFC 6265, section 5.4: longer paths first, then older cookies.
std::string CookieJar::header_for(std::string_view path, bool secure, Instant now) const {
    std::vector<const Cookie*> sent;
    for (const auto& cookie : cookies_) {
        const bool is_over = cookie.expires && *cookie.expires <= now;
        if (!is_over && (secure || !cookie.secure) && path_matches(path, cookie.path))
            sent.push_back(&cookie);
    }
    std::sort(sent.begin(), sent.end(), [](const Cookie* one, const Cookie* other) {
        if (one->path.size() != other->path.size()) return one->path.size() > other->path.size();
        return one->created < other->created;
    });
    std::string header;
    for (const auto* cookie : sent) {
        if (!header.empty()) header += "; ";
        header += cookie->name + "=" + cookie->value;
    }
    return header;
}

} // namespace chatmock::http
