#include "base/error.hpp"

#include "support/catch.hpp"

namespace chatmock {

TEST_CASE("Every error has the name and status that the control API documents", "[base]") {
    struct Documented {
        ErrorCode code;
        std::string name;
        int status;
    };
    const std::vector<Documented> documented = {
        {ErrorCode::malformed_json, "malformed_json", 400},
        {ErrorCode::unknown_field, "unknown_field", 400},
        {ErrorCode::invalid_value, "invalid_value", 400},
        {ErrorCode::missing_field, "missing_field", 400},
        {ErrorCode::unknown_route, "unknown_route", 404},
        {ErrorCode::unknown_event, "unknown_event", 404},
        {ErrorCode::unknown_fixture, "unknown_fixture", 404},
        {ErrorCode::unknown_connection, "unknown_connection", 404},
        {ErrorCode::method_not_allowed, "method_not_allowed", 405},
        {ErrorCode::timed_out, "timed_out", 408},
        {ErrorCode::too_few_recipients, "too_few_recipients", 409},
        {ErrorCode::verification_failed, "verification_failed", 409},
        {ErrorCode::body_too_large, "body_too_large", 413},
        {ErrorCode::not_json, "not_json", 415},
        {ErrorCode::contract_violation, "contract_violation", 422},
        {ErrorCode::unknown_placeholder, "unknown_placeholder", 422},
        {ErrorCode::overloaded, "overloaded", 503},
        {ErrorCode::not_ready, "not_ready", 503},
    };
    for (const auto& [code, name, status] : documented) {
        CHECK(name_of(code) == name);
        CHECK(http_status_of(code) == status);
    }
}

TEST_CASE("A described error names file, pointer and message", "[base]") {
    Error error{ErrorCode::invalid_value, "expected a string", "/auth"};
    CHECK(describe(error) == "#/auth: expected a string");
    error.file = "profiles/default.json";
    CHECK(describe(error) == "profiles/default.json#/auth: expected a string");
    error.at.clear();
    CHECK(describe(error) == "profiles/default.json: expected a string");
    error.file.clear();
    CHECK(describe(error) == "expected a string");
}

TEST_CASE("A described error lists each violation on a line of its own", "[base]") {
    Error error{ErrorCode::contract_violation, "the contract is broken"};
    error.violations = {{"/id", "too short"}, {"", "no object"}};
    CHECK(describe(error) == "the contract is broken\n  /id: too short\n  (the whole): no object");
}

} // namespace chatmock
