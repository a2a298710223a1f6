// Cuts the bytes of one TCP connection into HTTP requests. Pure: no socket, no clock.
#pragma once

#include "transport/chunked_body.hpp"
#include "transport/http_head.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock::transport {

struct ReadRequest {
    RequestHead head;
    std::string body;
    bool body_too_large = false; // then it was not read
    bool keep_alive = true;
};

class HttpReader {
public:
    static constexpr std::size_t head_bytes_max = 16 * 1024;

    // A request whose body would be larger than `body_bytes_max` is given without it, marked so.
    explicit HttpReader(std::size_t body_bytes_max) : body_bytes_max_(body_bytes_max) {}

    void receive(std::string_view bytes);

    // The next whole request, or nothing while more bytes are needed or once there is a fault.
    std::optional<ReadRequest> next();

    // The request whose body is not complete; given once a request, without what there is of its body.
    std::optional<ReadRequest> take_begun();

    // Whether the client waits for "100 Continue" before it sends the body; said once a request.
    bool take_expectation();

    // Set where the bytes are no HTTP that is taken here; then the connection is to be closed.
    const HttpFault& fault() const { return fault_; }

    // What follows the last request.
    std::string take_rest();

    // Lets go of all that was received of requests that are not complete. Nothing is read after it.
    void forget();

    // What was received and is not read. That of an incomplete body is read.
    std::size_t buffered_bytes() const { return buffer_.size() - taken_; }

    // What is kept of requests that are not complete.
    std::size_t kept_bytes() const { return buffer_.size() + (pending_ ? pending_->body.size() : 0); }

    // Whether a request has begun that is not complete: what a deadline is for.
    bool is_amid_head() const { return !pending_ && buffered_bytes() + skipped_ > 0; }
    bool is_amid_body() const { return pending_.has_value(); }

private:
    void skip_empty_lines();
    std::optional<std::string_view> take_head();
    void read_head();
    bool read_body();
    void forget_read();
    void refuse(const HttpFault& fault) { fault_ = fault; }
    std::string_view unread() const { return std::string_view(buffer_).substr(taken_); }

    std::size_t body_bytes_max_;
    std::string buffer_;
    std::size_t taken_ = 0;              // bytes of the buffer that are read
    std::size_t skipped_ = 0;            // empty lines before a head, in bytes
    std::size_t scanned_ = 0;            // unread bytes in which no head ends
    std::size_t line_start_ = 0;         // of the line that they end in
    std::optional<ReadRequest> pending_; // its head is read, its body is not complete
    BodyFraming framing_;
    ChunkedBody chunks_;
    bool expects_continue_ = false;
    bool begun_given_ = false;
    HttpFault fault_;
};

} // namespace chatmock::transport
