#include "control/render.hpp"

namespace chatmock::control {

std::string to_json_lines(const Json& journal) {
    std::string lines;
    for (const auto& entry : journal.at("entries")) lines += to_text(entry) + "\n";
    return lines;
}

} // namespace chatmock::control
