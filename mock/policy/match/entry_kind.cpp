#include "policy/match/entry_kind.hpp"

#include <algorithm>

namespace chatmock::policy {

const std::vector<std::string>& entry_kinds() {
    static const std::vector<std::string> names = {
        "open",        "connect", "refuse",     "upgrade",          "emit",  "receive",
        "acknowledge", "close",   "disconnect", "violation",        "limit", "control",
        "fault",       "reload",  "scenario",   "stray_acknowledge"};
    return names;
}

std::string_view name_of(EntryKind kind) { return entry_kinds()[static_cast<std::size_t>(kind)]; }

std::optional<EntryKind> entry_kind_of(std::string_view name) {
    const auto& names = entry_kinds();
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<EntryKind>(found - names.begin());
}

} // namespace chatmock::policy
