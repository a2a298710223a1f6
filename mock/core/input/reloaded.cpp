#include "core/input/reloaded.hpp"

namespace chatmock::core {

namespace {

Json list_of(const std::vector<FileMistake>& mistakes) {
    Json list = Json::array();
    for (const auto& mistake : mistakes) {
        Json json = {{"file", mistake.file}};
        if (!mistake.at.empty()) json["at"] = mistake.at;
        json["message"] = mistake.message;
        list.push_back(std::move(json));
    }
    return list;
}

} // namespace

bool is_empty(const Reloaded& reloaded) {
    return reloaded.changed.empty() && reloaded.refused.empty() && reloaded.warnings.empty() &&
           !reloaded.profile && !reloaded.scenarios && !reloaded.catalogue;
}

Json report_of(const Reloaded& reloaded) {
    Json report = {{"changed", reloaded.changed}};
    if (!reloaded.refused.empty()) report["refused"] = list_of(reloaded.refused);
    if (!reloaded.warnings.empty()) report["warnings"] = list_of(reloaded.warnings);
    return report;
}

} // namespace chatmock::core
