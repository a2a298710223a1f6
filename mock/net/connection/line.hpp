// A stream of bytes to and from one peer, as the kernel offers it: no call waits.
#pragma once

#include "base/byte_span.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace chatmock::net {

// Learns that a line can continue.
class LineUser {
public:
    virtual ~LineUser() = default;

    virtual void readable() = 0;
    virtual void writable() = 0;
    virtual void failed() = 0;
};

// The bytes that one call moved: no bytes at all if it would have to wait.
struct Moved {
    std::size_t bytes = 0;
    bool is_ended = false; // the peer has finished sending, and may still read
    bool is_lost = false;  // nothing can be sent or received any more
};

class Line {
public:
    virtual ~Line() = default;

    // Sends from the front of the buffers, none of which is empty. At most `buffers_max` of them.
    static constexpr std::size_t buffers_max = 256;
    virtual Moved send(const std::string_view* buffers, std::size_t count) = 0;

    // True if send() may run while another thread sends on other lines.
    virtual bool is_sent_beside_others() const { return false; }

    virtual Moved receive(ByteSpan into) = 0;

    // Lets the peer know that nothing more follows.
    virtual void shut_down() = 0;

    // The line's last call is one of these. reset() lets the peer know that bytes may be missing.
    virtual void close() = 0;
    virtual void reset() = 0;

    // Each requests one call of the user, which lives until then, in a later turn of the loop. After close()
    // or reset() there is none.
    virtual void await_readable(std::shared_ptr<LineUser> user) = 0;
    virtual void await_writable(std::shared_ptr<LineUser> user) = 0;
    virtual void await_failure(std::shared_ptr<LineUser> user) = 0;

    // The peer's address for messages.
    virtual std::string peer() const = 0;
};

} // namespace chatmock::net
