#include "policy/faults/disconnect_as.hpp"

namespace chatmock::policy {

std::string_view name_of(DisconnectAs as) {
    switch (as) {
        case DisconnectAs::server_disconnect: return "server_disconnect";
        case DisconnectAs::transport_close: return "transport_close";
        case DisconnectAs::transport_error: return "transport_error";
        case DisconnectAs::ping_timeout: return "ping_timeout";
        case DisconnectAs::parse_error: return "parse_error";
        case DisconnectAs::restart: return "restart";
        case DisconnectAs::half_open: return "half_open";
    }
    return "";
}

DisconnectAs read_disconnect_as(Fields& fields, std::string_view field, DisconnectAs fallback) {
    std::vector<std::string> names;
    for (const auto as : all_disconnect_as) names.emplace_back(name_of(as));
    return all_disconnect_as.at(fields.choice(field, names, static_cast<std::size_t>(fallback)));
}

} // namespace chatmock::policy
