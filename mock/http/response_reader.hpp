// Reads the answer to one HTTP request as its bytes arrive: with a length, in chunks, or until the connection
// ends.
#pragma once

#include "http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chatmock::http {

class ResponseReader {
public:
    static constexpr std::size_t head_bytes_max = 16000;
    static constexpr std::size_t body_bytes_max = 64 * 1024 * 1024;

    void receive(std::string_view bytes);

    // Call at the connection's end: no more bytes will arrive.
    void finish();

    // The whole answer, once it is complete. An answer that switches protocols (101) has no body. Only
    // Set-Cookie headers are kept, one by one.
    const std::optional<Response>& response() const { return response_; }

    // The reason why no answer can follow; empty while one can.
    const std::string& broken() const { return broken_; }

    // Received bytes that are not parsed yet. After an answer that switches protocols: that answer and all
    // bytes after it, for the reader of the other protocol.
    const std::string& bytes() const { return buffer_; }

private:
    enum class Body { none, sized, chunked, until_end };

    void read();
    bool read_head();
    void read_chunks();
    bool read_chunk(std::size_t& begin);
    void complete(std::string body);

    std::string buffer_;
    Response head_;
    bool has_head_ = false;
    Body body_kind_ = Body::none;
    std::size_t body_bytes_ = 0; // of a sized body
    std::string body_;           // decoded chunks so far
    std::optional<Response> response_;
    std::string broken_;
};

} // namespace chatmock::http
