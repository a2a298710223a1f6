#include "core/state/member_match.hpp"

#include "core/state/settling.hpp"

#include <algorithm>

namespace chatmock::core {

bool matches(const MemberMatch& match, const Member& member, const policy::Groups& groups) {
    const auto& transport = match.connection.transport;
    return policy::matches(match.connection.target, *member.identity, groups) &&
           (!transport || *transport == member.connection->session.transport()) &&
           (!match.settled || member.connection->is_settled);
}

bool means(const policy::Target& to, const Connection& connection, const Connections& connections,
           const policy::Groups& groups) {
    if (policy::matches(to, *connection.identity, groups)) return true;
    const auto& joined = connection.client.joined();
    return std::any_of(joined.begin(), joined.end(), [&](const auto& each) {
        const Member* member = connections.find_member(each.second.member);
        return member != nullptr && policy::matches(to, *member->identity, groups);
    });
}

std::string why_not(const MemberMatch& match, const Member& member, const policy::Groups& groups) {
    const auto& target = match.connection.target;
    if (!policy::matches(target, *member.identity, groups))
        return policy::why_not(target, *member.identity, groups);
    const auto prefix = member.identity->user + " (" + member.identity->sid + "): ";
    if (match.settled && !member.connection->is_settled)
        return prefix + "it " + std::string(unsettled_state(*member.connection));
    const auto transport = member.connection->session.transport();
    return prefix + "expected the transport \"" +
           std::string(engineio::name_of(match.connection.transport.value_or(transport))) + "\", got \"" +
           std::string(engineio::name_of(transport)) + "\"";
}

} // namespace chatmock::core
