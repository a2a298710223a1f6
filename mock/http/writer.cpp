#include "http/writer.hpp"

#include <string_view>

namespace chatmock::http {

namespace {

std::string_view reason_of(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 402: return "Payment Required";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 407: return "Proxy Authentication Required";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 411: return "Length Required";
        case 412: return "Precondition Failed";
        case 413: return "Payload Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 417: return "Expectation Failed";
        case 421: return "Misdirected Request";
        case 422: return "Unprocessable Content";
        case 423: return "Locked";
        case 424: return "Failed Dependency";
        case 425: return "Too Early";
        case 426: return "Upgrade Required";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 451: return "Unavailable For Legal Reasons";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
        case 506: return "Variant Also Negotiates";
        case 507: return "Insufficient Storage";
        case 508: return "Loop Detected";
        case 511: return "Network Authentication Required";
        default: return "Unknown";
    }
}

void append_header(std::string& text, std::string_view name, std::string_view value) {
    text += name;
    text += ": ";
    text += value;
    text += "\r\n";
}

constexpr std::size_t usual_head_bytes = 256;

void append_head(std::string& text, const Response& response, const ResponseBody& body, const Headers& extra,
                 bool keep_alive) {
    text += "HTTP/1.1 ";
    text += std::to_string(response.status);
    text += ' ';
    text += reason_of(response.status);
    text += "\r\n";
    if (!response.content_type.empty()) append_header(text, "Content-Type", response.content_type);
    if (body.delimiter == ResponseBody::Delimiter::length)
        append_header(text, "Content-Length", std::to_string(body.bytes));
    if (body.delimiter == ResponseBody::Delimiter::chunks)
        append_header(text, "Transfer-Encoding", "chunked");
    for (const auto& [name, value] : response.headers) append_header(text, name, value);
    for (const auto& [name, value] : extra) append_header(text, name, value);
    append_header(text, "Connection", keep_alive ? "keep-alive" : "close");
    text += "\r\n";
}

} // namespace

std::string encode_response_head(const Response& response, const ResponseBody& body, const Headers& extra,
                                 bool keep_alive) {
    std::string text;
    text.reserve(usual_head_bytes);
    append_head(text, response, body, extra, keep_alive);
    return text;
}

std::string encode_response(const Response& response, const Headers& extra, bool keep_alive) {
    std::string text;
    text.reserve(usual_head_bytes + response.body.size());
    append_head(text, response, {ResponseBody::Delimiter::length, response.body.size()}, extra, keep_alive);
    return text += response.body;
}

std::string encode_request(const Request& request, const std::string& host, const Headers& extra) {
    std::string text = request.method + " " + target_of(request) + " HTTP/1.1\r\n";
    append_header(text, "Host", host);
    append_header(text, "Accept", "*/*");
    if (!request.content_type.empty()) append_header(text, "Content-Type", request.content_type);
    if (!request.body.empty()) append_header(text, "Content-Length", std::to_string(request.body.size()));
    for (const auto& [name, value] : extra) append_header(text, name, value);
    append_header(text, "Connection", "close");
    text += "\r\n";
    text += request.body;
    return text;
}

} // namespace chatmock::http
