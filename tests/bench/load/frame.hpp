// WebSocket frames (RFC 6455, section 5.2), as far as these servers use them: text, unfragmented.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bench {

// From a client, thus masked; with zeros, which any server has to undo like any other mask.
std::string masked_text_frame(std::string_view text);

struct Frame {
    std::uint8_t opcode = 0;
    std::string_view payload; // of the bytes it was read from
    std::size_t bytes = 0;    // with the header
};

constexpr std::uint8_t opcode_text = 1;

// From a server, thus not masked; nothing as long as it is not complete.
std::optional<Frame> read_frame(std::string_view bytes);

} // namespace bench
