#include "conformance/wording.hpp"

#include "engineio/codec/unicode.hpp"

namespace chatmock::conformance {

std::string to_ascii(const std::string& text) {
    constexpr std::string_view ellipsis = "…";
    constexpr std::string_view digits = "0123456789abcdef";
    std::string printable;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (text.compare(i, ellipsis.size(), ellipsis) == 0) {
            printable += "...";
            i += ellipsis.size() - 1;
        } else if (byte < 0x20 || byte == 0x7f) {
            printable += "\\u00";
            printable += digits[byte >> 4U];
            printable += digits[byte & 0xfU];
        } else {
            printable += text[i];
        }
    }
    return engineio::escape_to_ascii(printable);
}

} // namespace chatmock::conformance
