#include "transport/http_response_reader.hpp"

#include <websocketpp/common/memory.hpp> // which the next one needs and does not name

#include <websocketpp/http/response.hpp>

#include <algorithm>
#include <charconv>

namespace chatmock::transport {

namespace {

using Parser = websocketpp::http::parser::response;

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";

// Nothing where it is no number, or one that could not be held.
std::optional<std::size_t> number_of(std::string_view text, int base) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

bool mentions(std::string header, std::string_view token) {
    std::transform(header.begin(), header.end(), header.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return header.find(token) != std::string::npos;
}

} // namespace

void HttpResponseReader::receive(std::string_view bytes) {
    buffer_.append(bytes);
    if (!response_ && broken_.empty()) read();
}

void HttpResponseReader::finish() {
    if (response_ || !broken_.empty()) return;
    if (has_head_ && body_kind_ == Body::until_end) complete(buffer_.substr(read_));
    else
        broken_ = buffer_.empty() ? "the connection ended before an answer came"
                                  : "the connection ended within the answer";
}

void HttpResponseReader::read() {
    while (!has_head_) {
        if (!read_head()) return;
    }
    switch (body_kind_) {
        case Body::none: return complete("");
        case Body::sized:
            if (buffer_.size() - read_ >= body_bytes_) complete(buffer_.substr(read_, body_bytes_));
            return;
        case Body::chunked: return read_chunks();
        case Body::until_end: break;
    }
    if (buffer_.size() - read_ > body_bytes_max) broken_ = "the answer's body is too large";
}

// Interim answers (100 to 199, but for 101) are passed over.
bool HttpResponseReader::read_head() {
    const auto end = buffer_.find(head_end, read_);
    if (std::min(end, buffer_.size()) - read_ > head_bytes_max) broken_ = "the answer's head is too large";
    if (end == std::string::npos || !broken_.empty()) return false;
    const auto size = end + head_end.size() - read_;
    Parser parser;
    try {
        // Without its blank line the parser would go on into the body.
        parser.consume(buffer_.data() + read_, size);
    } catch (const std::exception&) {
        broken_ = "the answer is no HTTP";
        return false;
    }
    read_ += size;
    const auto status = static_cast<int>(parser.get_status_code());
    if (status < 200 && status != 101) return true;
    head_ = {status, parser.get_header("Content-Type"), "", {}};
    has_head_ = true;
    const auto& length = parser.get_header("Content-Length");
    if (status == 101 || status == 204 || status == 304) body_kind_ = Body::none;
    else if (mentions(parser.get_header("Transfer-Encoding"), "chunked")) body_kind_ = Body::chunked;
    else body_kind_ = length.empty() ? Body::until_end : Body::sized;
    if (body_kind_ != Body::sized) return true;
    const auto bytes = number_of(length, 10);
    if (!bytes || *bytes > body_bytes_max) broken_ = "the answer's Content-Length is \"" + length + "\"";
    else body_bytes_ = *bytes;
    return broken_.empty();
}

// chunk = hexadecimal size [ ";" extensions ] CRLF bytes CRLF; one of size 0 is the last (RFC 9112,
// section 7.1).
void HttpResponseReader::read_chunks() {
    for (;;) {
        const auto end = buffer_.find(line_end, read_);
        if (end == std::string::npos) return;
        const auto line = std::string_view(buffer_).substr(read_, end - read_);
        const auto size = number_of(line.substr(0, line.find_first_of("; \t")), 16);
        if (!size || *size > body_bytes_max || body_.size() + *size > body_bytes_max) {
            broken_ = "a chunk of the answer's body has no valid size";
            return;
        }
        if (*size == 0) return complete(std::move(body_));
        const auto begin = end + line_end.size();
        if (buffer_.size() < begin + *size + line_end.size()) return;
        body_.append(buffer_, begin, *size);
        read_ = begin + *size + line_end.size();
    }
}

void HttpResponseReader::complete(std::string body) {
    head_.body = std::move(body);
    response_ = std::move(head_);
}

} // namespace chatmock::transport
