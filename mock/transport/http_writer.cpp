#include "transport/http_writer.hpp"

#include <string_view>

namespace chatmock::transport {

namespace {

std::string_view reason_of(int status) {
    switch (status) {
        case 200: return "OK";
        case 204: return "No Content";
        case 400: return "Bad Request";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 411: return "Length Required";
        case 413: return "Payload Too Large";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        default: return "Unknown";
    }
}

void append_header(std::string& text, std::string_view name, std::string_view value) {
    text += name;
    text += ": ";
    text += value;
    text += "\r\n";
}

} // namespace

std::string encode_response(const engineio::HttpResponse& response, const engineio::Headers& extra,
                            bool keep_alive) {
    std::string text = "HTTP/1.1 " + std::to_string(response.status) + " ";
    text += reason_of(response.status);
    text += "\r\n";
    if (!response.content_type.empty()) append_header(text, "Content-Type", response.content_type);
    append_header(text, "Content-Length", std::to_string(response.body.size()));
    for (const auto& [name, value] : response.headers) append_header(text, name, value);
    for (const auto& [name, value] : extra) append_header(text, name, value);
    append_header(text, "Connection", keep_alive ? "keep-alive" : "close");
    text += "\r\n";
    text += response.body;
    return text;
}

} // namespace chatmock::transport
