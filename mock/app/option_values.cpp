#include "app/option_values.hpp"

#include "base/text/digits.hpp"
#include "base/text/joined.hpp"
#include "base/text/nearest.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>

namespace chatmock::app {

namespace {

const std::map<std::string_view, std::int64_t> units_ms = {
    {"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}};

std::string got(const std::string& what, const std::string& given) {
    return "expected " + what + ", got \"" + given + "\"";
}

std::string check_word(const std::vector<std::string>& words, const std::string& given) {
    if (std::find(words.begin(), words.end(), given) != words.end()) return {};
    const auto nearest = nearest_names(given, words);
    return got(joined_quoted(words, " or "), given) +
           (nearest.empty() ? "" : "; did you mean " + joined_quoted(nearest, " or ") + "?");
}

std::string check_number(const std::string& given) {
    if (number_in<std::uint64_t>(given)) return {};
    return got("a whole number from 0 to " + std::to_string(std::numeric_limits<std::uint64_t>::max()),
               given);
}

std::string to_milliseconds(std::string& given) {
    constexpr std::int64_t most = 1000000000;
    std::string_view unit = given;
    const auto number = take_number<std::int64_t>(unit);
    const auto found = units_ms.find(unit);
    if (!number || *number <= 0 || *number > most || found == units_ms.end())
        return got("a time such as 500ms, 60s or 5m", given);
    given = std::to_string(*number * found->second);
    return {};
}

} // namespace

CLI::Validator one_of(const std::vector<std::string>& words) {
    std::string listed;
    for (const auto& word : words) listed += (listed.empty() ? "" : ",") + word;
    return {[words](std::string& given) { return check_word(words, given); }, "{" + listed + "}"};
}

CLI::Validator whole_number() {
    return {[](std::string& given) { return check_number(given); }, ""};
}

CLI::Validator duration() { return {to_milliseconds, ""}; }

} // namespace chatmock::app
