#include "control/render.hpp"

namespace chatmock::control {

Json to_json(const Error& error) {
    Json json = {{"code", name_of(error.code)}, {"message", error.message}};
    if (!error.at.empty()) json["at"] = error.at;
    if (!error.violations.empty()) {
        Json violations = Json::array();
        for (const auto& violation : error.violations) {
            violations.push_back({{"at", violation.at}, {"message", violation.message}});
        }
        json["violations"] = std::move(violations);
    }
    if (!error.nearest.empty()) json["nearest"] = error.nearest;
    return {{"error", std::move(json)}};
}

std::string to_json_lines(const Json& journal) {
    std::string lines;
    for (const auto& entry : journal.at("entries")) lines += to_text(entry) + "\n";
    return lines;
}

} // namespace chatmock::control
