// The answer to one HTTP request, read from bytes as they come: with a length, in chunks, or to the
// connection's end.
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

    // The connection has ended: nothing more will come.
    void finish();

    // The whole answer, once it is there. One that switches protocols (101) has no body. Of its headers
    // Set-Cookie alone is kept, each by itself.
    const std::optional<Response>& response() const { return response_; }

    // Why there will be none; empty while there may be one.
    const std::string& broken() const { return broken_; }

    // What came and was not understood yet. Where the answer switches protocols it is that answer and all
    // behind it, for who goes on in the other one.
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
    std::string body_;           // of the chunks so far
    std::optional<Response> response_;
    std::string broken_;
};

} // namespace chatmock::http
