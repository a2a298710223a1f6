// The part of HTTP/1.1 that a client of these servers needs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bench {

std::string http_request(std::string_view method, std::string_view target, std::string_view body = {});

struct HttpResponse {
    int status = 0;
    std::string_view head; // both are views of the input
    std::string_view body;
    std::size_t bytes = 0; // of both
    bool closes = false;   // the server will close the connection

    // The name's case does not matter; empty if the header is absent.
    std::string_view header(std::string_view name) const;
};

// Empty while it is incomplete. Fails if the length is missing: all measured servers send it.
std::optional<HttpResponse> read_response(std::string_view bytes);

} // namespace bench
