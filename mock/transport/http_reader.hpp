// Cuts the bytes of one TCP connection into HTTP requests.
#pragma once

#include "engineio/http.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock::transport {

struct UpgradeRequest;

// Why a WebSocket handshake is refused; no text where it is not.
struct UpgradeFault {
    std::string text;
    engineio::Headers headers;
};

struct ReadRequest {
    engineio::HttpRequest request;
    bool keep_alive = true;
    std::shared_ptr<const UpgradeRequest> upgrade; // where a WebSocket is asked for
    UpgradeFault upgrade_fault;
};

class HttpReader {
public:
    static constexpr std::size_t head_bytes_max = 16000;

    // A request whose body would be larger than `body_bytes_max` comes without it, marked so.
    explicit HttpReader(std::size_t body_bytes_max) : body_bytes_max_(body_bytes_max) {}

    void receive(std::string_view bytes);

    // The next whole request, or nothing while more bytes are needed or once it is broken().
    std::optional<ReadRequest> next();

    // The head of a request whose body is not complete; given once a request.
    std::optional<ReadRequest> take_begun();

    // Whether the client waits for "100 Continue" before it sends the body; said once a request.
    bool take_expectation();

    // The status to refuse with, where the bytes are no HTTP that this port takes; 0 where all is well.
    int broken() const { return broken_; }

    // What came behind the last request.
    std::string take_rest();
    std::size_t buffered_bytes() const { return buffer_.size() - taken_; }

private:
    std::optional<ReadRequest> read_head();

    std::size_t body_bytes_max_;
    std::string_view unread() const { return std::string_view(buffer_).substr(taken_); }

    std::string buffer_;
    std::size_t taken_ = 0;              // bytes of the buffer that belong to requests that are done
    std::optional<ReadRequest> pending_; // its head is read, its body is not complete
    std::size_t body_bytes_ = 0;
    bool expects_continue_ = false;
    bool begun_given_ = false;
    int broken_ = 0;
};

} // namespace chatmock::transport
