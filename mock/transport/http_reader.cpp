#include "transport/http_reader.hpp"

#include "transport/upgrade_request.hpp"

#include <algorithm>
#include <charconv>

namespace chatmock::transport {

namespace {

using Parser = websocketpp::http::parser::request;

constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::size_t unlimited = static_cast<std::size_t>(-1);

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

bool has_token(const std::string& header, const std::string& token) {
    return lower(header).find(token) != std::string::npos;
}

// A header's value is echoed in answers: a line of its own must not hide in it.
bool has_stray_controls(std::string_view head) {
    for (std::size_t i = 0; i < head.size(); ++i) {
        const auto c = static_cast<unsigned char>(head[i]);
        if (c == '\r' && i + 1 < head.size() && head[i + 1] == '\n') ++i;
        else if ((c < ' ' && c != '\t') || c == 0x7f) return true;
    }
    return false;
}

std::optional<Parser> parse_head(std::string_view head) {
    Parser parser;
    parser.set_max_body_size(unlimited); // the body is read by the caller, within his own limit
    try {
        parser.consume(head.data(), head.size());
    } catch (const websocketpp::http::exception&) {
        return std::nullopt;
    }
    return parser;
}

std::optional<std::size_t> length_in(const std::string& header) {
    if (header.empty()) return 0;
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), length);
    if (error != std::errc() || end != header.data() + header.size()) return std::nullopt;
    return length;
}

bool keeps_alive(const Parser& parser) {
    const auto& connection = parser.get_header("Connection");
    if (parser.get_version() == "HTTP/1.0") return has_token(connection, "keep-alive");
    return !has_token(connection, "close");
}

// 16 bytes in base64 (RFC 6455, section 4.1).
UpgradeFault upgrade_fault(const Parser& parser) {
    const auto& key = parser.get_header("Sec-WebSocket-Key");
    if (parser.get_method() != "GET") return {"Bad handshake method", {}};
    if (lower(parser.get_header("Upgrade")) != "websocket") return {"Invalid Upgrade header", {}};
    if (key.size() != 24 || key.compare(22, 2, "==") != 0) {
        return {"Missing or invalid Sec-WebSocket-Key header", {}};
    }
    if (parser.get_header("Sec-WebSocket-Version") != "13") {
        return {"Missing or invalid Sec-WebSocket-Version header", {{"Sec-WebSocket-Version", "13, 8"}}};
    }
    return {};
}

ReadRequest request_of(Parser parser) {
    ReadRequest read;
    read.request.method = parser.get_method();
    engineio::read_target(parser.get_uri(), read.request);
    read.request.origin = parser.get_header("Origin");
    read.request.content_type = parser.get_header("Content-Type");
    read.request.requested_method = parser.get_header("Access-Control-Request-Method");
    read.request.requested_headers = parser.get_header("Access-Control-Request-Headers");
    read.keep_alive = keeps_alive(parser);
    const auto& upgrade = parser.get_header("Upgrade");
    if (!upgrade.empty() && has_token(parser.get_header("Connection"), "upgrade")) {
        read.upgrade_fault = upgrade_fault(parser);
        read.upgrade = std::make_shared<const UpgradeRequest>(UpgradeRequest{std::move(parser)});
    }
    return read;
}

} // namespace

void HttpReader::receive(std::string_view bytes) {
    buffer_.erase(0, std::exchange(taken_, 0));
    buffer_.append(bytes);
}

std::string HttpReader::take_rest() {
    std::string rest(unread());
    buffer_ = {};
    taken_ = 0;
    return rest;
}

std::optional<ReadRequest> HttpReader::read_head() {
    const auto end = unread().find(head_end);
    if (std::min(end, unread().size()) > head_bytes_max) broken_ = 431;
    if (broken_ != 0 || end == std::string::npos) return std::nullopt;
    const auto head = unread().substr(0, end + head_end.size());
    auto parser = has_stray_controls(head) ? std::nullopt : parse_head(head);
    const auto length = parser ? length_in(parser->get_header("Content-Length")) : std::nullopt;
    if (!length) broken_ = 400;
    else if (!parser->get_header("Transfer-Encoding").empty()) broken_ = 411;
    if (broken_ != 0) return std::nullopt;
    taken_ += head.size();
    begun_given_ = false;
    body_bytes_ = *length;
    expects_continue_ = lower(parser->get_header("Expect")) == "100-continue" && body_bytes_ > 0;
    return request_of(std::move(*parser));
}

std::optional<ReadRequest> HttpReader::next() {
    if (broken_ != 0) return std::nullopt;
    if (!pending_) pending_ = read_head();
    if (!pending_) return std::nullopt;
    if (body_bytes_ > body_bytes_max_) {
        pending_->request.body_too_large = true;
        pending_->keep_alive = false; // the body will not be read
        expects_continue_ = false;
        return std::exchange(pending_, std::nullopt);
    }
    if (unread().size() < body_bytes_) return std::nullopt;
    pending_->request.body = std::string(unread().substr(0, body_bytes_));
    taken_ += body_bytes_;
    expects_continue_ = false;
    return std::exchange(pending_, std::nullopt);
}

std::optional<ReadRequest> HttpReader::take_begun() {
    if (!pending_ || std::exchange(begun_given_, true)) return std::nullopt;
    return *pending_;
}

bool HttpReader::take_expectation() { return std::exchange(expects_continue_, false); }

} // namespace chatmock::transport
