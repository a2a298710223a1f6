#include "core/views.hpp"

namespace chatmock::core {

Json connection_view(const Connection& connection, const policy::Groups& groups) {
    return {
        {"sid", connection.identity->sid},
        {"engine_sid", connection.session.sid()},
        {"user", connection.identity->user},
        {"claims", connection.identity->claims},
        {"transport", engineio::name_of(connection.session.transport())},
        {"protocol", {{"engineio", engineio::Session::protocol}, {"socketio", socketio::Client::protocol}}},
        {"groups", policy::groups_of(groups, connection.identity->user)},
        {"since", to_iso8601(connection.since)}};
}

Json connection_views(const policy::Target& target, const Connections& connections,
                      const policy::Groups& groups) {
    Json list = Json::array();
    for (const auto& [place, connection] : connections.joined()) {
        if (policy::matches(target, *connection->identity, groups))
            list.push_back(connection_view(*connection, groups));
    }
    return list;
}

Json entry_views(const JournalMatch& match, const Journal& journal) {
    Json list = Json::array();
    for (const auto& entry : journal.entries()) {
        if (matches(match, entry)) list.push_back(to_json(entry));
    }
    return list;
}

} // namespace chatmock::core
