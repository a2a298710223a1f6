#include "core/views.hpp"

namespace chatmock::core {

Json member_view(const Member& member, const policy::Groups& groups) {
    const auto& session = member.connection->session;
    return {{"sid", member.identity->sid},
            {"engine_sid", session.sid()},
            {"user", member.identity->user},
            {"claims", member.identity->claims},
            {"namespace", member.identity->namespace_name},
            {"transport", engineio::name_of(session.transport())},
            {"protocol",
             {{"engineio", engineio::number_of(session.protocol())},
              {"socketio", socketio::number_of(member.connection->client.protocol())}}},
            {"groups", policy::groups_of(groups, member.identity->user)},
            {"since", to_iso8601(member.since)}};
}

Json member_views(const policy::Target& target, const Connections& connections,
                  const policy::Groups& groups) {
    Json list = Json::array();
    for (const auto& [place, member] : connections.members()) {
        if (policy::matches(target, *member.identity, groups)) list.push_back(member_view(member, groups));
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
