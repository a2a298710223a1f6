#include "base/error.hpp"

#include <algorithm>
#include <array>

namespace chatmock {

namespace {

constexpr std::size_t mistakes_max = 50; // in one error

struct Kind {
    ErrorCode code;
    std::string_view name;
    int http_status;
};

constexpr std::array kinds = {
    Kind{ErrorCode::malformed_json, "malformed_json", 400},
    Kind{ErrorCode::unknown_field, "unknown_field", 400},
    Kind{ErrorCode::missing_field, "missing_field", 400},
    Kind{ErrorCode::invalid_value, "invalid_value", 400},
    Kind{ErrorCode::unknown_route, "unknown_route", 404},
    Kind{ErrorCode::unknown_event, "unknown_event", 404},
    Kind{ErrorCode::unknown_fixture, "unknown_fixture", 404},
    Kind{ErrorCode::unknown_connection, "unknown_connection", 404},
    Kind{ErrorCode::unknown_rule, "unknown_rule", 404},
    Kind{ErrorCode::unknown_group, "unknown_group", 404},
    Kind{ErrorCode::unknown_fault, "unknown_fault", 404},
    Kind{ErrorCode::unknown_scenario, "unknown_scenario", 404},
    Kind{ErrorCode::unknown_run, "unknown_run", 404},
    Kind{ErrorCode::unknown_checkpoint, "unknown_checkpoint", 404},
    Kind{ErrorCode::unknown_mutant, "unknown_mutant", 404},
    Kind{ErrorCode::unknown_variant, "unknown_variant", 404},
    Kind{ErrorCode::unknown_sandbox, "unknown_sandbox", 404},
    Kind{ErrorCode::method_not_allowed, "method_not_allowed", 405},
    Kind{ErrorCode::timed_out, "timed_out", 408},
    Kind{ErrorCode::too_few_recipients, "too_few_recipients", 409},
    Kind{ErrorCode::verification_failed, "verification_failed", 409},
    Kind{ErrorCode::entries_lost, "entries_lost", 409},
    Kind{ErrorCode::scenario_failed, "scenario_failed", 409},
    Kind{ErrorCode::clock_is_running, "clock_is_running", 409},
    Kind{ErrorCode::sandbox_exists, "sandbox_exists", 409},
    Kind{ErrorCode::too_many_sandboxes, "too_many_sandboxes", 409},
    Kind{ErrorCode::body_too_large, "body_too_large", 413},
    Kind{ErrorCode::not_json, "not_json", 415},
    Kind{ErrorCode::contract_violation, "contract_violation", 422},
    Kind{ErrorCode::unknown_placeholder, "unknown_placeholder", 422},
    Kind{ErrorCode::inapplicable_mutant, "inapplicable_mutant", 422},
    Kind{ErrorCode::inapplicable_variant, "inapplicable_variant", 422},
    Kind{ErrorCode::overloaded, "overloaded", 503},
    Kind{ErrorCode::not_ready, "not_ready", 503},
    Kind{ErrorCode::unreadable_file, "unreadable_file", 500},
    Kind{ErrorCode::unwritable_file, "unwritable_file", 500},
    Kind{ErrorCode::port_unavailable, "port_unavailable", 500},
    Kind{ErrorCode::internal, "internal", 500},
};

static_assert(kinds.size() == static_cast<std::size_t>(ErrorCode::internal) + 1, "each code has its line");

const Kind& kind_of(ErrorCode code) {
    return *std::find_if(kinds.begin(), kinds.end(), [code](const Kind& kind) { return kind.code == code; });
}

} // namespace

std::string_view name_of(ErrorCode code) { return kind_of(code).name; }

int http_status_of(ErrorCode code) { return kind_of(code).http_status; }

std::vector<ErrorCode> all_error_codes() {
    std::vector<ErrorCode> codes;
    for (const auto& kind : kinds) codes.push_back(kind.code);
    return codes;
}

void add_mistake(Error& error, const Error& another) {
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
        if (!violation.rule.empty()) text += " (by " + violation.rule + ")";
    }
    return text;
}

} // namespace chatmock
