#include "base/text/nearest.hpp"

#include "base/text/ascii.hpp"
#include "base/text/joined.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace chatmock {

namespace {

constexpr std::size_t name_length_max = 100; // of a name in a message, and of a name worth comparing

bool is_same(char left, char right) { return ascii_lower_case(left) == ascii_lower_case(right); }

// How many letters to add, remove, replace or swap with the next one. Case-insensitive.
std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> two_above;
    std::vector<std::size_t> above;
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 1; i <= left.size(); ++i) {
        two_above = std::exchange(above, row);
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const auto replaced = above[j - 1] + (is_same(left[i - 1], right[j - 1]) ? 0 : 1);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && is_same(left[i - 1], right[j - 2]) && is_same(left[i - 2], right[j - 1]))
                row[j] = std::min(row[j], two_above[j - 2] + 1);
        }
    }
    return row.back();
}

// True if the candidate begins with the name. A name of one or two letters would begin too many candidates.
bool begins_with(std::string_view candidate, std::string_view name) {
    constexpr std::size_t name_length_min = 3;
    return name.size() >= name_length_min && name.size() <= candidate.size() &&
           std::equal(name.begin(), name.end(), candidate.begin(), is_same);
}

// A third of the letters may be wrong. Words of two letters are like each other by chance, unless they begin
// in the same way.
bool is_typing_error(std::string_view name, std::string_view candidate, std::size_t apart) {
    const auto longer = std::max(name.size(), candidate.size());
    const bool begin_alike = !name.empty() && !candidate.empty() && is_same(name.front(), candidate.front());
    return apart <= (longer == 2 && begin_alike ? 1 : longer / 3);
}

} // namespace

std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& names) {
    if (name.size() > name_length_max) return {};
    std::vector<std::pair<std::size_t, std::string>> ranked;
    for (const auto& candidate : names) {
        const auto apart = distance(name, candidate);
        if (is_typing_error(name, candidate, apart) || begins_with(candidate, name))
            ranked.emplace_back(apart, candidate);
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
