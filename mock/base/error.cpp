#include "base/error.hpp"

#include <algorithm>

namespace chatmock {

namespace {

struct Kind {
    std::string_view name;
    int http_status;
};

Kind kind_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::malformed_json: return {"malformed_json", 400};
        case ErrorCode::unknown_field: return {"unknown_field", 400};
        case ErrorCode::missing_field: return {"missing_field", 400};
        case ErrorCode::invalid_value: return {"invalid_value", 400};
        case ErrorCode::unknown_route: return {"unknown_route", 404};
        case ErrorCode::unknown_event: return {"unknown_event", 404};
        case ErrorCode::unknown_fixture: return {"unknown_fixture", 404};
        case ErrorCode::unknown_connection: return {"unknown_connection", 404};
        case ErrorCode::unknown_fault: return {"unknown_fault", 404};
        case ErrorCode::unknown_scenario: return {"unknown_scenario", 404};
        case ErrorCode::unknown_run: return {"unknown_run", 404};
        case ErrorCode::unknown_mutant: return {"unknown_mutant", 404};
        case ErrorCode::method_not_allowed: return {"method_not_allowed", 405};
        case ErrorCode::timed_out: return {"timed_out", 408};
        case ErrorCode::too_few_recipients: return {"too_few_recipients", 409};
        case ErrorCode::verification_failed: return {"verification_failed", 409};
        case ErrorCode::scenario_failed: return {"scenario_failed", 409};
        case ErrorCode::clock_is_running: return {"clock_is_running", 409};
        case ErrorCode::body_too_large: return {"body_too_large", 413};
        case ErrorCode::not_json: return {"not_json", 415};
        case ErrorCode::contract_violation: return {"contract_violation", 422};
        case ErrorCode::unknown_placeholder: return {"unknown_placeholder", 422};
        case ErrorCode::inapplicable_mutant: return {"inapplicable_mutant", 422};
        case ErrorCode::overloaded: return {"overloaded", 503};
        case ErrorCode::not_ready: return {"not_ready", 503};
        case ErrorCode::unreadable_file: return {"unreadable_file", 500};
        case ErrorCode::port_unavailable: return {"port_unavailable", 500};
        case ErrorCode::internal: return {"internal", 500};
    }
    return {"internal", 500};
}

} // namespace

std::string_view name_of(ErrorCode code) { return kind_of(code).name; }

int http_status_of(ErrorCode code) { return kind_of(code).http_status; }

void add_mistake(Error& error, const Error& another) {
    constexpr std::size_t mistakes_max = 50;
    auto& all = error.violations;
    if (all.empty()) all.push_back({error.at, error.message});
    auto more = another.violations;
    if (more.empty()) more.push_back({another.at, another.message});
    for (auto& mistake : more) {
        if (all.size() > mistakes_max) return;
        const bool known = std::any_of(all.begin(), all.end(), [&](const Violation& each) {
            return each.at == mistake.at && each.message == mistake.message;
        });
        if (all.size() == mistakes_max) all.push_back({"", "There are more mistakes."});
        else if (!known) all.push_back(std::move(mistake));
    }
}

std::string describe(const Error& error) {
    std::string text = error.file;
    if (!error.at.empty()) text += "#" + error.at;
    if (!text.empty()) text += ": ";
    text += error.message;
    for (const auto& violation : error.violations) {
        text += "\n  " + (violation.at.empty() ? "(the whole)" : violation.at) + ": " + violation.message;
    }
    return text;
}

} // namespace chatmock
