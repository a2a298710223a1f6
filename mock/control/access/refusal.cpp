#include "control/access/refusal.hpp"

namespace chatmock::control {

std::string_view name_of(RefusalCode code) {
    switch (code) {
        case RefusalCode::malformed_request: return "malformed_request";
        case RefusalCode::unauthorized: return "unauthorized";
        case RefusalCode::foreign_host: return "foreign_host";
        case RefusalCode::foreign_origin: return "foreign_origin";
    }
    return "";
}

int http_status_of(RefusalCode code) {
    switch (code) {
        case RefusalCode::malformed_request: return 400;
        case RefusalCode::unauthorized: return 401;
        case RefusalCode::foreign_host: return 403;
        case RefusalCode::foreign_origin: return 403;
    }
    return 400;
}

std::vector<RefusalCode> all_refusal_codes() {
    return {RefusalCode::malformed_request, RefusalCode::unauthorized, RefusalCode::foreign_host,
            RefusalCode::foreign_origin};
}

} // namespace chatmock::control
