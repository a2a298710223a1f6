// The kinds of journal entries.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::policy {

enum class EntryKind {
    open,
    connect,
    refuse,
    upgrade,
    emit,
    receive,
    acknowledge,
    close,
    disconnect,
    violation,
    limit,
    control,
    fault,
    reload,
    scenario,
    stray_acknowledge,
};

// Their names, in order.
const std::vector<std::string>& entry_kinds();

std::string_view name_of(EntryKind kind);

std::optional<EntryKind> entry_kind_of(std::string_view name);

} // namespace chatmock::policy
