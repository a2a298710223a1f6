// WebSocket frames (RFC 6455, section 5.2), as far as these servers use them: unfragmented text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bench {

// A client's frame, masked with zeros; a server unmasks it like any other.
std::string masked_text_frame(std::string_view text);

struct Frame {
    std::uint8_t opcode = 0;
    std::string_view payload; // a view of the input
    std::size_t bytes = 0;    // with the header
};

constexpr std::uint8_t opcode_text = 1;

// A server's frame, unmasked; empty while it is incomplete.
std::optional<Frame> read_frame(std::string_view bytes);

} // namespace bench
