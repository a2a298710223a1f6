#include "socketio/recovery.hpp"

#include <algorithm>

namespace chatmock::socketio {

namespace {

constexpr std::size_t offset_length_min = 4;
constexpr std::size_t offset_length_max = 64;

// A base-64 clock ("PLLkwAz.3"), a stream entry ("1700000000000-0") or an ObjectId: one word of the URL-safe
// alphabet, never all in lower case.
bool looks_like_offset(const std::string& text) {
    const auto is_capital_or_digit = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    const auto is_allowed = [&](char c) {
        return is_capital_or_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
    };
    return text.size() >= offset_length_min && text.size() <= offset_length_max &&
           std::all_of(text.begin(), text.end(), is_allowed) &&
           std::any_of(text.begin(), text.end(), is_capital_or_digit);
}

} // namespace

std::optional<std::string> take_offset(EventReceived& event, Recovery recovery) {
    auto& arguments = event.arguments;
    const bool may_have_one = recovery != Recovery::off && !event.ack_id && !arguments.empty();
    if (!may_have_one || !arguments.back().is_string()) return std::nullopt;
    auto offset = arguments.back().get<std::string>();
    if (recovery == Recovery::unknown && (arguments.size() < 2 || !looks_like_offset(offset)))
        return std::nullopt;
    arguments.erase(arguments.size() - 1);
    return offset;
}

} // namespace chatmock::socketio
