// Whole numbers out of text: digits, before them a minus where the type has one, and no blank.
#pragma once

#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>

namespace chatmock {

// Takes the digits off the front of the text; nothing where there are none, or the type cannot hold them.
template <typename Number>
std::optional<Number> take_number(std::string_view& text, int base = 10) {
    Number number{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (failure != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

// The number that the text is as a whole.
template <typename Number>
std::optional<Number> number_in(std::string_view text, int base = 10) {
    const auto number = take_number<Number>(text, base);
    return text.empty() ? number : std::nullopt;
}

} // namespace chatmock
