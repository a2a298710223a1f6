#include "transport/socket_request.hpp"

#include "http/headers.hpp"

#include <utility>

namespace chatmock::transport {

http::Request to_engineio(http::ReadRequest read, const std::string& remote_address) {
    auto& headers = read.head.headers;
    http::Request request;
    request.method = std::move(read.head.method);
    http::read_target(read.head.target, request);
    request.remote_address = remote_address;
    request.origin = http::value_of(headers, "Origin");
    request.content_type = http::value_of(headers, "Content-Type");
    request.requested_method = http::value_of(headers, "Access-Control-Request-Method");
    request.requested_headers = http::value_of(headers, "Access-Control-Request-Headers");
    request.headers = std::move(headers);
    request.body = std::move(read.body);
    request.body_too_large = read.body_too_large;
    return request;
}

} // namespace chatmock::transport
