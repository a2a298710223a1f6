#include "schema/document/uri.hpp"

#include <algorithm>
#include <charconv>

namespace chatmock::schema {

namespace {

// RFC 3986, appendix B; each part includes its delimiter.
struct Parts {
    std::string_view scheme;    // "http:"
    std::string_view authority; // "//host"
    std::string_view path;
    std::string_view query; // "?…"
};

bool is_scheme(std::string_view text) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
}

Parts parts_of(std::string_view uri) {
    Parts parts;
    const auto colon = uri.find(':');
    if (colon != uri.npos && is_scheme(uri.substr(0, colon))) {
        parts.scheme = uri.substr(0, colon + 1);
        uri.remove_prefix(colon + 1);
    }
    if (uri.substr(0, 2) == "//") {
        parts.authority = uri.substr(0, std::min(uri.find_first_of("/?", 2), uri.size()));
        uri.remove_prefix(parts.authority.size());
    }
    parts.path = uri.substr(0, std::min(uri.find('?'), uri.size()));
    parts.query = uri.substr(parts.path.size());
    return parts;
}

std::string without_dot_segments(std::string_view path) {
    std::string out;
    while (!path.empty()) {
        const auto end = std::min(path.find('/', 1), path.size());
        const auto segment = path.substr(0, end);
        path.remove_prefix(end);
        if (segment == "/.." || segment == "..") {
            out.erase(std::min(out.rfind('/'), out.size()));
            if (path.empty()) out += '/';
        } else if (segment == "/." || segment == ".") {
            if (path.empty()) out += '/';
        } else {
            out += segment;
        }
    }
    return out;
}

std::string merged(const Parts& base, std::string_view path) {
    if (!base.authority.empty() && base.path.empty()) return "/" + std::string(path);
    const auto slash = base.path.rfind('/');
    return std::string(base.path.substr(0, slash == base.path.npos ? 0 : slash + 1)) + std::string(path);
}

} // namespace

std::string percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned int byte = 0;
        const char* const digits = text.data() + i + 1;
        const bool is_escape = text[i] == '%' && i + 2 < text.size() &&
                               std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
        decoded += is_escape ? static_cast<char>(byte) : text[i];
        if (is_escape) i += 2;
    }
    return decoded;
}

SplitUri split_fragment(std::string_view uri) {
    const auto mark = uri.find('#');
    if (mark == uri.npos) return {std::string(uri), ""};
    return {std::string(uri.substr(0, mark)), percent_decoded(uri.substr(mark + 1))};
}

std::string resolve_uri(std::string_view base_uri, std::string_view reference) {
    const auto mark = std::min(reference.find('#'), reference.size());
    const auto fragment = reference.substr(mark);
    const auto base = parts_of(base_uri.substr(0, base_uri.find('#')));
    const auto wanted = parts_of(reference.substr(0, mark));
    const auto joined = [&](std::string_view scheme, std::string_view authority, const std::string& path,
                            std::string_view query) {
        return std::string(scheme) + std::string(authority) + path + std::string(query) +
               std::string(fragment);
    };
    if (!wanted.scheme.empty()) {
        const bool is_hierarchical = wanted.path.substr(0, 1) == "/";
        const auto path = is_hierarchical ? without_dot_segments(wanted.path) : std::string(wanted.path);
        return joined(wanted.scheme, wanted.authority, path, wanted.query);
    }
    if (!wanted.authority.empty())
        return joined(base.scheme, wanted.authority, without_dot_segments(wanted.path), wanted.query);
    if (wanted.path.empty()) {
        return joined(base.scheme, base.authority, std::string(base.path),
                      wanted.query.empty() ? base.query : wanted.query);
    }
    const auto path = wanted.path.front() == '/' ? std::string(wanted.path) : merged(base, wanted.path);
    return joined(base.scheme, base.authority, without_dot_segments(path), wanted.query);
}

} // namespace chatmock::schema
