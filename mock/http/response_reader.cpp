#include "http/response_reader.hpp"

#include "base/text/ascii.hpp"
#include "base/text/digits.hpp"

#include <websocketpp/common/memory.hpp> // needed by the next header, which does not include it

#include <websocketpp/http/response.hpp>

#include <algorithm>

namespace chatmock::http {

namespace {

using Parser = websocketpp::http::parser::response;

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::size_t chunk_line_bytes_max = 1024;

// The status in "HTTP/1.1 200 OK" (RFC 9112, section 4); empty if the head begins otherwise.
std::optional<int> status_in(std::string_view head) {
    constexpr std::string_view start = "HTTP/1.";
    const bool is_http = head.size() > 12 && head.substr(0, start.size()) == start && head[8] == ' ' &&
                         head[9] != '0' && head[12] == ' ';
    const auto status = is_http ? number_in<unsigned>(head.substr(9, 3)) : std::nullopt;
    return status ? std::optional(static_cast<int>(*status)) : std::nullopt;
}

// The parsed status is a placeholder: the library's type holds none above 511.
std::optional<Parser> parse_headers(std::string_view head) {
    const auto renamed = "HTTP/1.1 200 OK" + std::string(head.substr(head.find(line_end)));
    Parser parser;
    try {
        parser.consume(renamed.data(), renamed.size());
    } catch (const websocketpp::http::exception&) {
        return std::nullopt;
    }
    return parser;
}

bool mentions(const std::string& header, std::string_view token) {
    return ascii_lower_case(header).find(token) != std::string::npos;
}

// Set-Cookie headers one by one, in order: the library joins them with commas, and a cookie's date has
// commas, too.
Headers cookies_in(std::string_view head) {
    constexpr std::string_view name = "set-cookie:";
    Headers cookies;
    for (auto begin = head.find(line_end); begin != std::string_view::npos;) {
        begin += line_end.size();
        const auto end = head.find(line_end, begin);
        const auto line = head.substr(begin, end - begin);
        if (ascii_lower_case(line.substr(0, name.size())) == name)
            cookies.emplace_back("Set-Cookie", line.substr(name.size()));
        begin = end;
    }
    return cookies;
}

} // namespace

void ResponseReader::receive(std::string_view bytes) {
    if (response_ || !broken_.empty()) return;
    buffer_.append(bytes);
    read();
}

void ResponseReader::finish() {
    if (response_ || !broken_.empty()) return;
    if (has_head_ && body_kind_ == Body::until_end) complete(std::move(buffer_));
    else
        broken_ = buffer_.empty() && !has_head_ ? "the connection ended before the answer"
                                                : "the connection ended within the answer";
}

void ResponseReader::read() {
    while (!has_head_) {
        if (!read_head()) return;
    }
    switch (body_kind_) {
        case Body::none: return complete("");
        case Body::sized:
            if (buffer_.size() >= body_bytes_) complete(buffer_.substr(0, body_bytes_));
            return;
        case Body::chunked: return read_chunks();
        case Body::until_end: break;
    }
    if (buffer_.size() > body_bytes_max) broken_ = "the answer's body is too large";
}

// Skips interim answers (100 to 199, except 101).
bool ResponseReader::read_head() {
    const auto end = buffer_.find(head_end);
    if (std::min(end, buffer_.size()) > head_bytes_max) broken_ = "the answer's head is too large";
    if (end == std::string::npos || !broken_.empty()) return false;
    const auto size = end + head_end.size();
    const auto status = status_in(buffer_);
    const auto headers = status ? parse_headers(std::string_view(buffer_).substr(0, size)) : std::nullopt;
    if (!headers) {
        broken_ = "the answer is not HTTP";
        return false;
    }
    head_ = {*status, headers->get_header("Content-Type"), "",
             cookies_in(std::string_view(buffer_).substr(0, size))};
    if (status != 101) buffer_.erase(0, size);
    if (status < 200 && status != 101) return true;
    has_head_ = true;
    const auto& length = headers->get_header("Content-Length");
    if (status == 101 || status == 204 || status == 304) body_kind_ = Body::none;
    else if (mentions(headers->get_header("Transfer-Encoding"), "chunked")) body_kind_ = Body::chunked;
    else body_kind_ = length.empty() ? Body::until_end : Body::sized;
    if (body_kind_ != Body::sized) return true;
    const auto bytes = number_in<std::size_t>(length, 10);
    if (!bytes || *bytes > body_bytes_max) broken_ = "the answer's Content-Length is \"" + length + "\"";
    else body_bytes_ = *bytes;
    return broken_.empty();
}

void ResponseReader::read_chunks() {
    std::size_t begin = 0;
    while (read_chunk(begin)) {
    }
    buffer_.erase(0, begin);
}

// chunk = hexadecimal size [ ";" extensions ] CRLF bytes CRLF; a chunk of size 0 is the last (RFC 9112,
// section 7.1). True if a whole chunk was read that is not the last; `begin` is then after it.
bool ResponseReader::read_chunk(std::size_t& begin) {
    const auto end = buffer_.find(line_end, begin);
    const auto line = std::string_view(buffer_).substr(begin, end - begin);
    const auto size = number_in<std::size_t>(line.substr(0, line.find_first_of("; \t")), 16);
    const bool is_whole_line = end != std::string::npos;
    const bool is_size = size && *size <= body_bytes_max - body_.size();
    if (line.size() > chunk_line_bytes_max || (is_whole_line && !is_size)) {
        broken_ = "a chunk of the answer's body has no valid size";
        return false;
    }
    if (!is_whole_line) return false;
    if (*size == 0) {
        complete(std::move(body_));
        return false;
    }
    const auto bytes = end + line_end.size();
    if (buffer_.size() < bytes + *size + line_end.size()) return false;
    if (buffer_.compare(bytes + *size, line_end.size(), line_end) != 0) {
        broken_ = "a chunk of the answer's body has another length than its size says";
        return false;
    }
    body_.append(buffer_, bytes, *size);
    begin = bytes + *size + line_end.size();
    return true;
}

void ResponseReader::complete(std::string body) {
    head_.body = std::move(body);
    response_ = std::move(head_);
}

} // namespace chatmock::http
