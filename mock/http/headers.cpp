#include "http/headers.hpp"

#include "base/text/ascii.hpp"

#include <algorithm>
#include <utility>

namespace chatmock::http {

namespace {

// Removes one element from the front of a comma-separated list.
std::string_view take_element(std::string_view& list) {
    auto element = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), element.size() + 1));
    constexpr std::string_view blanks = " \t";
    element.remove_prefix(std::min(element.find_first_not_of(blanks), element.size()));
    return element.substr(0, element.find_last_not_of(blanks) + 1);
}

} // namespace

std::string value_of(const Headers& headers, std::string_view name) {
    std::string joined;
    bool is_first = true;
    for (const auto& [each, value] : headers) {
        if (!equals_ignoring_case(each, name)) continue;
        if (!std::exchange(is_first, false)) joined += ", ";
        joined += value;
    }
    return joined;
}

void replace_value(Headers& headers, std::string_view name, std::string value) {
    const auto has_name = [name](const auto& header) { return equals_ignoring_case(header.first, name); };
    const auto first = std::find_if(headers.begin(), headers.end(), has_name);
    first->second = std::move(value);
    headers.erase(std::remove_if(std::next(first), headers.end(), has_name), headers.end());
}

std::size_t count_of(const Headers& headers, std::string_view name) {
    return static_cast<std::size_t>(std::count_if(headers.begin(), headers.end(), [name](const auto& header) {
        return equals_ignoring_case(header.first, name);
    }));
}

bool lists(const Headers& headers, std::string_view name, std::string_view token) {
    for (const auto& [each, value] : headers) {
        if (!equals_ignoring_case(each, name)) continue;
        for (std::string_view rest = value; !rest.empty();)
            if (equals_ignoring_case(take_element(rest), token)) return true;
    }
    return false;
}

} // namespace chatmock::http
