#include "http/media_type.hpp"

#include "base/text/ascii.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <tuple>

namespace chatmock::http {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Removes the text before the next `separator` from the front.
std::string_view take_until(char separator, std::string_view& text) {
    const auto part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    return trimmed(part);
}

// Between 0 and 1000; a malformed weight counts as 1.
int thousandths_in(std::string_view weight) {
    constexpr int all = 1000;
    const std::string text(weight);
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || !(value >= 0 && value <= 1)) return all;
    return static_cast<int>(value * all);
}

// The preference for a type: its weight, how exactly it is named, and how early in the list.
using Preference = std::tuple<int, int, int>;

int exactness(std::string_view range, std::string_view type) {
    if (equals_ignoring_case(range, type)) return 3;
    if (equals_ignoring_case(range, "application/*")) return 2;
    return range == "*/*" ? 1 : 0;
}

Preference preference_for(std::string_view type, std::string_view accept) {
    Preference preference{0, 0, 0};
    for (int place = 0; !accept.empty(); --place) {
        auto element = take_until(',', accept);
        const auto exact = exactness(take_until(';', element), type);
        int weight = 1000;
        while (!element.empty()) {
            auto parameter = take_until(';', element);
            if (equals_ignoring_case(take_until('=', parameter), "q"))
                weight = thousandths_in(trimmed(parameter));
        }
        if (exact > std::get<1>(preference)) preference = {weight, exact, place};
    }
    return preference;
}

} // namespace

bool is_json(std::string_view content_type) {
    return equals_ignoring_case(take_until(';', content_type), json_type);
}

bool prefers_json_lines(std::string_view accept) {
    const auto lines = preference_for(json_lines_type, accept);
    return std::get<0>(lines) > 0 && lines > preference_for(json_type, accept);
}

bool accepts_gzip(std::string_view accept_encoding) {
    return std::get<0>(preference_for("gzip", accept_encoding)) > 0;
}

} // namespace chatmock::http
