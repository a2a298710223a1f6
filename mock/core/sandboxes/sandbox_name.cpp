#include "core/sandboxes/sandbox_name.hpp"

#include "base/json/fields.hpp"
#include "base/text/utf8.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

} // namespace

bool is_sandbox_name(std::string_view name) {
    return !name.empty() && name.size() <= sandbox_name_length_max && is_letter_or_digit(name.front()) &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return is_letter_or_digit(c) || c == '_' || c == '-'; });
}

Result<void> check_sandbox_name(std::string_view name, const std::string& at) {
    if (is_sandbox_name(name)) return {};
    return expected("a sandbox's name (1 to 63 of a-z, 0-9, _ and -; the first a letter or a digit)",
                    Json(well_formed(name)), at);
}

} // namespace chatmock::core
