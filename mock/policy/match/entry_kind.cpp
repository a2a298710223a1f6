#include "policy/match/entry_kind.hpp"

namespace chatmock::policy {

const std::vector<std::string>& entry_kinds() {
    static const std::vector<std::string> kinds = {
        std::string(entry_kind::open),        std::string(entry_kind::connect),
        std::string(entry_kind::refuse),      std::string(entry_kind::upgrade),
        std::string(entry_kind::emit),        std::string(entry_kind::receive),
        std::string(entry_kind::acknowledge), std::string(entry_kind::close),
        std::string(entry_kind::disconnect),  std::string(entry_kind::violation),
        std::string(entry_kind::limit),       std::string(entry_kind::control),
        std::string(entry_kind::fault),       std::string(entry_kind::reload),
        std::string(entry_kind::scenario),    std::string(entry_kind::stray_acknowledge)};
    return kinds;
}

} // namespace chatmock::policy
