#include "transport/socket_request.hpp"

#include "http/headers.hpp"

#include <utility>

namespace chatmock::transport {

engineio::HttpRequest to_engineio(ReadRequest read, const std::string& remote_address) {
    const auto& headers = read.head.headers;
    engineio::HttpRequest request;
    request.method = std::move(read.head.method);
    engineio::read_target(read.head.target, request);
    request.remote_address = remote_address;
    request.origin = engineio::value_of(headers, "Origin");
    request.content_type = engineio::value_of(headers, "Content-Type");
    request.requested_method = engineio::value_of(headers, "Access-Control-Request-Method");
    request.requested_headers = engineio::value_of(headers, "Access-Control-Request-Headers");
    if (engineio::value_of(request.query, "sid").empty()) request.headers = headers;
    request.body = std::move(read.body);
    request.body_too_large = read.body_too_large;
    return request;
}

} // namespace chatmock::transport
