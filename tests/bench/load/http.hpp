// As much of HTTP/1.1 as a client of these servers needs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bench {

std::string http_request(std::string_view method, std::string_view target, std::string_view body = {});

struct HttpResponse {
    int status = 0;
    std::string_view head; // both of the bytes it was read from
    std::string_view body;
    std::size_t bytes = 0; // of both
    bool closes = false;   // the server will close the connection

    // Case does not matter in the name; empty where there is none.
    std::string_view header(std::string_view name) const;
};

// Nothing as long as it is not complete. Fails where the length is not declared: a measured server declares
// it.
std::optional<HttpResponse> read_response(std::string_view bytes);

} // namespace bench
