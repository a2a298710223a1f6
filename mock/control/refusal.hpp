// What HTTP itself refuses, before it is known which call is meant. Such an error is none of the API's calls,
// and looks like theirs.
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

// The name that answers carry; stable once released.
std::string_view name_of(RefusalCode code);
int http_status_of(RefusalCode code);
std::vector<RefusalCode> all_refusal_codes();

} // namespace chatmock::control
