#include "control/call_reader.hpp"

#include "control/unpack.hpp"
#include "http/headers.hpp"
#include "http/media_type.hpp"

#include <algorithm>

namespace chatmock::control {

namespace {

using http::value_of;

Error body_too_large() {
    return {ErrorCode::body_too_large,
            "expected a body of at most " + std::to_string(body_bytes_max) + " bytes, got a larger one"};
}

// Fails if a parameter repeats: two readers could use different values.
Result<http::Query> read_strict_query(std::string_view text) {
    http::Query query;
    while (!text.empty()) {
        const auto pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
        for (auto& [name, value] : http::read_query(pair)) {
            if (!query.emplace(name, std::move(value)).second) {
                return Error{ErrorCode::invalid_value,
                             "expected the query parameter \"" + name + "\" once, got it more than once"};
            }
        }
    }
    return query;
}

// A plus is itself in a path. An escaped slash stays escaped, as it is part of a name, and so does a percent
// sign: the route reads both (parameters_in()).
std::string read_path(std::string_view text) {
    if (text.find('%') == std::string_view::npos) return std::string(text);
    std::string escaped;
    while (!text.empty()) {
        const auto begin = text.substr(0, 3);
        const bool is_kept = begin == "%2F" || begin == "%2f" || begin == "%25";
        if (is_kept) escaped += begin == "%25" ? "%2525" : "%252F";
        else if (text.front() == '+') escaped += "%2B";
        else if (text.front() == '&') escaped += "%26";
        else escaped += text.front();
        text.remove_prefix(is_kept ? begin.size() : 1);
    }
    return std::string(value_of(http::read_query("path=" + escaped), "path"));
}

Result<Json> read_body(http::ReadRequest request) {
    if (request.body_too_large) return body_too_large();
    if (request.body.empty()) return Json::object();
    const auto& headers = request.head.headers;
    const auto type = value_of(headers, "Content-Type");
    if (!http::is_json(type)) {
        const bool is_form = type.find("x-www-form-urlencoded") != std::string::npos; // curl -d sends this
        return Error{ErrorCode::not_json, "expected a body of Content-Type application/json, got " +
                                              (type.empty() ? "none" : "\"" + type + "\"") +
                                              (is_form ? "; curl sends JSON with --json" : "")};
    }
    const auto body = unpack(std::move(request.body), value_of(headers, "Content-Encoding"), body_bytes_max);
    if (!body) return body.error();
    return body->empty() ? Json::object() : parse_json(*body);
}

} // namespace

Result<ReadCall> read_call(http::ReadRequest request) {
    const std::string_view target = request.head.target;
    const auto mark = std::min(target.find('?'), target.size());
    auto address = address_of(read_path(target.substr(0, mark)));
    core::HttpCall call{request.head.method == "HEAD" ? "GET" : request.head.method, std::move(address.path)};
    auto route = find_route(call.method, call.path);
    if (!route) return route.error();
    auto query = read_strict_query(target.substr(std::min(mark + 1, target.size())));
    if (!query) return query.error();
    call.query = std::move(*query);
    auto body = read_body(std::move(request));
    if (!body) return body.error();
    call.body = std::move(*body);
    return ReadCall{std::move(*route), std::move(call), std::move(address.sandbox)};
}

} // namespace chatmock::control
