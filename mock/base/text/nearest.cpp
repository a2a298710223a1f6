#include "base/text/nearest.hpp"

#include "base/text/ascii.hpp"
#include "base/text/joined.hpp"

#include <algorithm>
#include <numeric>

namespace chatmock {

namespace {

constexpr std::size_t name_length_max = 100; // of a name in a message, and of a name worth comparing

// Levenshtein distance, case-insensitive.
std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t substituted =
                diagonal + (ascii_lower_case(left[i - 1]) == ascii_lower_case(right[j - 1]) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
        }
    }
    return row.back();
}

} // namespace

std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& names) {
    if (name.size() > name_length_max) return {};
    std::vector<std::pair<std::size_t, std::string>> ranked;
    for (const auto& candidate : names) {
        const auto apart = distance(name, candidate);
        if (apart <= std::max<std::size_t>(2, candidate.size() / 3)) ranked.emplace_back(apart, candidate);
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> nearest;
    for (const auto& [apart, candidate] : ranked) {
        if (nearest.size() < 3) nearest.push_back(candidate);
    }
    return nearest;
}

std::string unknown_name_message(std::string_view noun, std::string_view name,
                                 const std::vector<std::string>& names) {
    std::string text = "unknown " + std::string(noun) + " \"";
    text += name.size() > name_length_max ? std::string(name.substr(0, name_length_max)) + "…"
                                          : std::string(name);
    text += '"';
    const auto nearest = nearest_names(name, names);
    if (!nearest.empty()) text += "; did you mean " + joined_quoted(nearest, " or ") + "?";
    if (names.empty()) return text + (nearest.empty() ? "; there are none" : "");
    return text + (nearest.empty() ? "; there are " : " There are ") + joined_quoted(names, " and ");
}

} // namespace chatmock
