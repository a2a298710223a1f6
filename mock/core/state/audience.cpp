#include "core/state/audience.hpp"

#include "base/json/json_writer.hpp"

#include <algorithm>

namespace chatmock::core {

SharedAudience Audiences::find(const policy::Target& target, const std::string& namespace_name) {
    if (!target.is_everyone()) return look_up(target, namespace_name);
    const bool is_known = everyone_.audience && everyone_.generation == connections_.generation() &&
                          everyone_.namespace_name == namespace_name;
    if (!is_known) everyone_ = {namespace_name, connections_.generation(), look_up(target, namespace_name)};
    return everyone_.audience;
}

std::size_t Audiences::count(const policy::Target& target, const std::string& namespace_name,
                             bool settled) const {
    const auto& members = connections_.members();
    return static_cast<std::size_t>(std::count_if(members.begin(), members.end(), [&](const auto& each) {
        return matches(each.second, target, namespace_name) &&
               (!settled || each.second.connection->is_settled);
    }));
}

bool Audiences::matches(const Member& member, const policy::Target& target,
                        const std::string& namespace_name) const {
    return member.identity->namespace_name == namespace_name &&
           policy::matches(target, *member.identity, groups_);
}

SharedAudience Audiences::look_up(const policy::Target& target, const std::string& namespace_name) const {
    const auto audience = std::make_shared<Audience>();
    const auto recipients = std::make_shared<Recipients>();
    audience->recipients = recipients;
    for (const auto& [join_order, member] : connections_.members()) {
        if (!matches(member, target, namespace_name)) continue;
        const auto& identity = *member.identity;
        JsonWriter name;
        name.member("sid", identity.sid).member("user", identity.user);
        audience->addressees.push_back({&member, member.connection});
        recipients->push_back(member.identity);
        audience->names.append(name.text());
    }
    return audience;
}

} // namespace chatmock::core
