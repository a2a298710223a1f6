// Splits the bytes of one TCP connection into HTTP requests. Pure: no socket, no clock.
#pragma once

#include "http/chunked_body.hpp"
#include "http/head.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace chatmock::http {

struct ReadRequest {
    RequestHead head;
    std::string body;
    bool body_too_large = false; // then the body was not read
    bool keep_alive = true;
};

class RequestReader {
public:
    static constexpr std::size_t head_bytes_max = 16 * 1024;

    // The limit of a request's body, in bytes. It is called for each head that has a body.
    using BodyLimit = std::function<std::size_t(const RequestHead& head)>;

    // A request with a larger body is returned without it, with `body_too_large`.
    explicit RequestReader(BodyLimit body_limit) : body_limit_(std::move(body_limit)) {}
    explicit RequestReader(std::size_t body_bytes_max)
        : RequestReader([body_bytes_max](const RequestHead&) { return body_bytes_max; }) {}

    void receive(std::string_view bytes);

    // The next whole request; empty while more bytes are needed or after a fault.
    std::optional<ReadRequest> next();

    // The request whose body is still incomplete, without the received part of its body; returned once per
    // request.
    std::optional<ReadRequest> take_begun();

    // True if the client waits for "100 Continue" before it sends the body; true once per request.
    bool take_expectation();

    // Set if the bytes are not acceptable HTTP; then close the connection.
    const Fault& fault() const { return fault_; }

    // The bytes after the last request.
    std::string take_rest();

    // Drops all received bytes of incomplete requests. Reads nothing afterwards.
    void forget();

    // Bytes that were received and not parsed yet; those of an incomplete body are parsed.
    std::size_t buffered_bytes() const { return buffer_.size() - taken_; }

    // The memory of incomplete requests, in bytes.
    std::size_t kept_bytes() const { return buffer_.size() + (pending_ ? pending_->body.size() : 0); }

    // True if a head has begun and is incomplete: a deadline applies.
    bool is_amid_head() const { return !pending_ && buffered_bytes() + skipped_ > 0; }
    bool is_amid_body() const { return pending_.has_value(); }

private:
    void skip_empty_lines();
    std::optional<std::string_view> take_head();
    void read_head();
    bool read_body();
    void forget_read();
    void refuse(const Fault& fault) { fault_ = fault; }
    std::string_view unread() const { return std::string_view(buffer_).substr(taken_); }

    BodyLimit body_limit_;
    std::size_t body_bytes_max_ = 0; // of the request that is read
    std::string buffer_;
    std::size_t taken_ = 0;              // bytes of the buffer that are parsed
    std::size_t skipped_ = 0;            // bytes of empty lines before a head
    std::size_t scanned_ = 0;            // unparsed bytes in which no head ends
    std::size_t line_start_ = 0;         // start of the line that the scanned bytes end in
    std::optional<ReadRequest> pending_; // a request with a complete head and an incomplete body
    BodyFraming framing_;
    ChunkedBody chunks_;
    bool expects_continue_ = false;
    bool begun_given_ = false;
    Fault fault_;
};

} // namespace chatmock::http
