#include "http/request_reader.hpp"

#include <algorithm>
#include <utility>

namespace chatmock::http {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t idle_buffer_bytes_max = 16 * 1024;

bool begins_with(std::string_view bytes, std::string_view prefix) {
    return bytes.substr(0, prefix.size()) == prefix;
}

// A client of another protocol is refused at its first bytes; the reason names the protocol if it is known.
Fault fault_of_first_bytes(std::string_view bytes) {
    using namespace std::literals;
    if (bytes.empty() || bytes.front() == '\r') return {};
    if (begins_with(bytes, "\x16\x03"sv))
        return {400,
                "a TLS handshake; this port speaks plain HTTP: use http:// or ws://, or start the mock with "
                "--tls auto",
                true};
    if (begins_with(bytes, "PRI * HTTP/2"sv))
        return {400, "HTTP/2; this port speaks HTTP/1.1: switch HTTP/2 off for it", true};
    if (begins_with(bytes, "PROXY "sv) || begins_with(bytes, "\0\r\nQUIT\n"sv))
        return {400, "the PROXY protocol; this port speaks HTTP alone: switch it off in the load balancer",
                true};
    const bool may_begin = is_token(bytes.substr(0, 1)) || (bytes.front() == '\x16' && bytes.size() == 1);
    return may_begin ? Fault() : Fault{400, "expected a method at the front of a request"};
}

} // namespace

void RequestReader::receive(std::string_view bytes) {
    buffer_.erase(0, std::exchange(taken_, 0));
    buffer_.append(bytes);
}

void RequestReader::forget() {
    buffer_ = {};
    taken_ = 0;
    pending_.reset();
}

// Frees the buffer, so idle connections keep no large one.
void RequestReader::forget_read() {
    if (taken_ < buffer_.size() || buffer_.capacity() <= idle_buffer_bytes_max) return;
    buffer_ = {};
    taken_ = 0;
}

std::string RequestReader::take_rest() {
    std::string rest(unread());
    buffer_ = {};
    taken_ = 0;
    return rest;
}

// RFC 9112, section 2.2: old clients send an empty line after a body.
void RequestReader::skip_empty_lines() {
    while (unread().substr(0, line_end.size()) == line_end) {
        taken_ += line_end.size();
        skipped_ += line_end.size();
        scanned_ = 0;
    }
}

// The head with its empty line. Each byte is scanned once, however the input is split.
std::optional<std::string_view> RequestReader::take_head() {
    if (line_start_ == 0) skip_empty_lines();
    const auto bytes = unread();
    if (const auto fault = fault_of_first_bytes(bytes)) {
        refuse(fault);
        return std::nullopt;
    }
    for (auto end = bytes.find('\n', scanned_); end != std::string_view::npos;
         end = bytes.find('\n', scanned_)) {
        if (skipped_ + end >= head_bytes_max) break;
        if (end == 0 || bytes[end - 1] != '\r') {
            refuse({400, "a line ends without a carriage return"});
            return std::nullopt;
        }
        const bool is_empty_line = end + 1 - line_start_ == line_end.size();
        scanned_ = line_start_ = end + 1;
        if (is_empty_line) {
            taken_ += scanned_;
            skipped_ = scanned_ = line_start_ = 0;
            return bytes.substr(0, end + 1);
        }
    }
    scanned_ = std::max(scanned_, bytes.size());
    if (skipped_ + bytes.size() > head_bytes_max) refuse({431, "the request's head is too long"});
    return std::nullopt;
}

void RequestReader::read_head() {
    const auto text = take_head();
    if (!text) return;
    auto head = parse_head(*text);
    if (const auto* fault = std::get_if<Fault>(&head)) return refuse(*fault);
    ReadRequest read;
    read.head = std::move(std::get<RequestHead>(head));
    const auto framing = framing_of(read.head);
    if (const auto* fault = std::get_if<Fault>(&framing)) return refuse(*fault);
    framing_ = std::get<BodyFraming>(framing);
    chunks_ = {};
    read.keep_alive = keeps_alive(read.head);
    const bool has_body = framing_.is_chunked || framing_.length_bytes > 0;
    if (has_body) body_bytes_max_ = body_limit_(read.head);
    read.body_too_large = has_body && framing_.length_bytes > body_bytes_max_;
    begun_given_ = false;
    expects_continue_ = has_body && expects_continue(read.head);
    pending_ = std::move(read);
}

// True if the body is complete, or will not be read.
bool RequestReader::read_body() {
    if (pending_->body_too_large) return true;
    auto& body = pending_->body;
    if (framing_.is_chunked) {
        taken_ += chunks_.read(unread(), body, body_bytes_max_);
        if (chunks_.fault()) refuse(chunks_.fault());
        pending_->body_too_large = chunks_.is_too_large();
        return !fault_ && (chunks_.is_complete() || chunks_.is_too_large());
    }
    const auto piece = unread().substr(0, framing_.length_bytes - body.size());
    body += piece;
    taken_ += piece.size();
    return body.size() == framing_.length_bytes;
}

std::optional<ReadRequest> RequestReader::next() {
    if (fault_) return std::nullopt;
    if (!pending_) read_head();
    if (!pending_) return std::nullopt;
    const bool is_whole = read_body();
    forget_read();
    if (!is_whole) return std::nullopt;
    expects_continue_ = false;
    if (pending_->body_too_large) {
        pending_->body.clear();
        pending_->keep_alive = false; // the body stays unread
    }
    return std::exchange(pending_, std::nullopt);
}

std::optional<ReadRequest> RequestReader::take_begun() {
    if (!pending_ || std::exchange(begun_given_, true)) return std::nullopt;
    return ReadRequest{pending_->head, "", pending_->body_too_large, pending_->keep_alive};
}

bool RequestReader::take_expectation() { return std::exchange(expects_continue_, false); }

} // namespace chatmock::http
