// Errors of HTTP itself, before the call is known. They have the form of the API's errors.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chatmock::control {

enum class RefusalCode { malformed_request, unauthorized, foreign_host, foreign_origin };

struct Refusal {
    RefusalCode code;
    std::string message;
};

// The stable name in answers; it never changes after a release.
std::string_view name_of(RefusalCode code);
int http_status_of(RefusalCode code);
std::vector<RefusalCode> all_refusal_codes();

} // namespace chatmock::control
