// The one catalogue of errors. An Error is a value: it holds the expected and the actual value, the place,
// and the nearest valid names. No exception crosses a layer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chatmock {

enum class ErrorCode {
    malformed_json,
    unknown_field,
    missing_field,
    invalid_value,
    unknown_route,
    unknown_event,
    unknown_fixture,
    unknown_connection,
    unknown_rule,
    unknown_group,
    unknown_fault,
    unknown_scenario,
    unknown_run,
    unknown_checkpoint,
    unknown_mutant,
    unknown_variant,
    unknown_sandbox,
    method_not_allowed,
    timed_out,
    too_few_recipients,
    verification_failed,
    entries_lost,
    scenario_failed,
    clock_is_running,
    sandbox_exists,
    too_many_sandboxes,
    body_too_large,
    not_json,
    contract_violation,
    unknown_placeholder,
    inapplicable_mutant,
    inapplicable_variant,
    overloaded,
    not_ready,
    unreadable_file,
    unwritable_file,
    port_unavailable,
    internal,
};

// The stable name in answers of the control API; it never changes after a release.
std::string_view name_of(ErrorCode code);

// The HTTP status that the control port answers with.
int http_status_of(ErrorCode code);

std::vector<ErrorCode> all_error_codes();

// One violation of a contract, or one mistake of several: its place, as a JSON Pointer into the input, and a
// message.
struct Violation {
    std::string at;
    std::string message;
    std::string rule = {}; // a JSON Pointer to the contract's keyword that is violated
};

struct Error {
    Error(ErrorCode code_, std::string message_, std::string at_ = {})
        : code(code_), message(std::move(message_)), at(std::move(at_)) {}

    ErrorCode code;
    std::string message;
    std::string at;                    // a JSON Pointer into the input; empty if there is none
    std::string file;                  // the path of the input; empty if it is not a file
    std::vector<Violation> violations; // of a contract; or every mistake, if there are several
    std::vector<std::string> nearest;  // the closest candidates, and why each did not match
};

// Adds another mistake. Code, message and place stay those of the first one. Past a bound, further mistakes
// are only counted as "more".
void add_mistake(Error& error, const Error& another);

// One line for a terminal: file, pointer, message, then each violation.
std::string describe(const Error& error);

} // namespace chatmock
