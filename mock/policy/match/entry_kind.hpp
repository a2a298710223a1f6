// The kinds of journal entries, as they are written: what a match may name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chatmock::policy {

namespace entry_kind {
constexpr std::string_view open = "open";
constexpr std::string_view connect = "connect";
constexpr std::string_view refuse = "refuse";
constexpr std::string_view upgrade = "upgrade";
constexpr std::string_view emit = "emit";
constexpr std::string_view receive = "receive";
constexpr std::string_view acknowledge = "acknowledge";
constexpr std::string_view stray_acknowledge = "stray_acknowledge";
constexpr std::string_view disconnect = "disconnect";
constexpr std::string_view close = "close";
constexpr std::string_view violation = "violation";
constexpr std::string_view limit = "limit";
constexpr std::string_view control = "control";
constexpr std::string_view fault = "fault";
constexpr std::string_view reload = "reload";
constexpr std::string_view scenario = "scenario";
} // namespace entry_kind

const std::vector<std::string>& entry_kinds();

} // namespace chatmock::policy
