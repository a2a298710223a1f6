#include "load/frame.hpp"

#include "load/failure.hpp"

namespace bench {

namespace {

constexpr std::uint8_t final_bit = 0x80;
constexpr std::uint8_t mask_bit = 0x80;
constexpr std::size_t short_length_max = 125; // the largest length of 7 bits

std::uint8_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); }

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint64_t number = 0;
    for (std::size_t i = at; i < at + size; ++i) number = number << 8U | byte_at(bytes, i);
    return number;
}

} // namespace

std::string masked_text_frame(std::string_view text) {
    if (text.size() > short_length_max) throw Failure("a client of this kind says little");
    std::string frame;
    frame += static_cast<char>(final_bit | opcode_text);
    frame += static_cast<char>(mask_bit | text.size());
    return frame.append(4, '\0').append(text);
}

std::optional<Frame> read_frame(std::string_view bytes) {
    if (bytes.size() < 2) return std::nullopt;
    const auto first = byte_at(bytes, 0);
    const auto second = byte_at(bytes, 1);
    if ((first & final_bit) == 0 || (second & mask_bit) != 0)
        throw Failure("expected a whole, unmasked frame, got another");
    const std::size_t extended = second == 127 ? 8 : second == 126 ? 2 : 0;
    if (bytes.size() < 2 + extended) return std::nullopt;
    const auto length = extended == 0 ? second : number_at(bytes, 2, extended);
    Frame frame{static_cast<std::uint8_t>(first & 0x0fU), {}, 2 + extended + length};
    if (bytes.size() < frame.bytes) return std::nullopt;
    frame.payload = bytes.substr(2 + extended, length);
    return frame;
}

} // namespace bench
