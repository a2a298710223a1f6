// Reads whole numbers: digits, after a minus if the type is signed, without blanks.
#pragma once

#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>

namespace chatmock {

// Removes the digits from the front of the text; empty if there are none, or the type cannot hold them.
template <typename Number>
std::optional<Number> take_number(std::string_view& text, int base = 10) {
    Number number{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (failure != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

// The number that the whole text is.
template <typename Number>
std::optional<Number> number_in(std::string_view text, int base = 10) {
    const auto number = take_number<Number>(text, base);
    return text.empty() ? number : std::nullopt;
}

} // namespace chatmock
