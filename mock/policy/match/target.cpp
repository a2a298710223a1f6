#include "policy/match/target.hpp"

#include "base/json/fields.hpp"
#include "base/json/number.hpp"
#include "base/text/joined.hpp"

#include <algorithm>
#include <array>

namespace chatmock::policy {

namespace {

bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// One string, or a list of strings.
std::vector<std::string> names_in(Fields& fields, std::string_view name, const Json& value) {
    const Json list = value.is_array() ? value : Json::array({value});
    std::vector<std::string> names;
    for (const auto& element : list) {
        if (element.is_string()) {
            names.push_back(element.get<std::string>());
        } else {
            fields.fail(expected("a string or a list of strings", value, fields.at(name)));
        }
    }
    return names;
}

std::string group_id_in(Fields& fields, const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (const auto number = integer_of(value)) return std::to_string(*number);
    fields.fail(expected("a group's id (a number or a string)", value, fields.at("group")));
    return {};
}

Result<std::string> parse_member(const Json& json, const std::string& at) {
    if (json.is_string()) return json.get<std::string>();
    return expected("a user (a string)", json, at);
}

} // namespace

Result<std::vector<std::string>> parse_members(const Json& json, const std::string& at) {
    if (!json.is_array()) {
        return expected("a list of users", json, at);
    }
    return parse_each(json, at, parse_member);
}

Result<Groups> parse_groups(const Json& json, const std::string& at) {
    Groups groups;
    Fields fields(json, at);
    for (const auto& [id, unread] : json.items()) {
        const Json* members = fields.any(id);
        auto parsed = parse_members(*members, fields.at(id));
        if (parsed) groups[id] = std::move(*parsed);
        else fields.fail(parsed.error());
    }
    if (auto done = fields.done(); !done) return done.error();
    return groups;
}

std::vector<std::string> groups_of(const Groups& groups, const std::string& user) {
    std::vector<std::string> ids;
    for (const auto& [id, members] : groups) {
        if (has(members, user)) ids.push_back(id);
    }
    return ids;
}

namespace {

// Reads the target; returns the number of its fields that are present.
int read_target(Fields& fields, Target& target) {
    int given = 0;
    const auto choose = [&](const Json* value, Target::Kind kind) {
        if (value == nullptr) return false;
        target.kind = kind;
        ++given;
        return true;
    };
    if (const Json* all = fields.any("all"); choose(all, Target::Kind::all) && *all != true) {
        fields.fail(expected("true", *all, fields.at("all")));
    }
    if (const Json* user = fields.any("user"); choose(user, Target::Kind::users))
        target.names = names_in(fields, "user", *user);
    if (const Json* sid = fields.any("sid"); choose(sid, Target::Kind::sids))
        target.names = names_in(fields, "sid", *sid);
    if (const Json* group = fields.any("group"); choose(group, Target::Kind::group))
        target.group = group_id_in(fields, *group);
    if (const Json* claims = fields.any("claims"); choose(claims, Target::Kind::claims)) {
        target.claims = *claims;
        if (!claims->is_object()) {
            fields.fail(expected("an object", *claims, fields.at("claims")));
        }
    }
    const bool has_session = fields.has("session");
    const auto session = static_cast<std::uint64_t>(fields.integer("session", 1, 1));
    if (has_session) target.session = session;
    if (has_session && !fields.has("user"))
        fields.fail({ErrorCode::invalid_value, "expected session only with user", fields.at("session")});
    if (auto except = fields.parsed("except", parse_target))
        target.except = std::make_shared<const Target>(std::move(*except));
    return given;
}

Error not_one_target(const Json& json, const std::string& at) {
    return expected("one of all, user, sid, group and claims", json, at);
}

} // namespace

Result<Target> parse_target(const Json& json, const std::string& at) {
    Fields fields(json, at);
    Target target;
    const auto given = read_target(fields, target);
    if (auto done = fields.done(); !done) return done.error();
    if (given != 1) return not_one_target(json, at);
    return target;
}

Json to_json(const Target& target) {
    const Json names = target.names.size() == 1 ? Json(target.names.front()) : Json(target.names);
    Json json = Json::object();
    switch (target.kind) {
        case Target::Kind::all: json["all"] = true; break;
        case Target::Kind::users: json["user"] = names; break;
        case Target::Kind::sids: json["sid"] = names; break;
        case Target::Kind::group: json["group"] = target.group; break;
        case Target::Kind::claims: json["claims"] = target.claims; break;
    }
    if (target.session) json["session"] = *target.session;
    if (target.except) json["except"] = to_json(*target.except);
    return json;
}

Result<ConnectionMatch> parse_connection_match(const Json& json, const std::string& at,
                                               const Target& otherwise) {
    Fields fields(json, at);
    ConnectionMatch match;
    const auto given = read_target(fields, match.target);
    constexpr std::array transports = {engineio::Transport::polling, engineio::Transport::websocket};
    if (fields.has("transport"))
        match.transport = transports[fields.choice("transport", {"polling", "websocket"}, 0)];
    if (auto done = fields.done(); !done) return done.error();
    if (given > 1) return not_one_target(json, at);
    if (given == 0) {
        const auto except = std::exchange(match.target, otherwise).except;
        if (except != nullptr) match.target.except = except;
    }
    return match;
}

namespace {

bool is_chosen(const Target& target, const Identity& identity, const Groups& groups) {
    switch (target.kind) {
        case Target::Kind::all: return true;
        case Target::Kind::users: return has(target.names, identity.user);
        case Target::Kind::sids: return has(target.names, identity.sid);
        case Target::Kind::group: {
            const auto group = groups.find(target.group);
            return group != groups.end() && has(group->second, identity.user);
        }
        case Target::Kind::claims: return contains(identity.claims, target.claims);
    }
    return false;
}

std::string why_not_chosen(const Target& target, const Identity& identity, const Groups& groups) {
    switch (target.kind) {
        case Target::Kind::all: return "it matches";
        case Target::Kind::users:
            return "expected the user " + joined_quoted(target.names, " or ") + ", got \"" + identity.user +
                   "\"";
        case Target::Kind::sids:
            return "expected the sid " + joined_quoted(target.names, " or ") + ", got \"" + identity.sid +
                   "\"";
        case Target::Kind::group:
            if (groups.count(target.group) == 0) return "there is no group \"" + target.group + "\"";
            return "the user is not in group \"" + target.group + "\"";
        case Target::Kind::claims:
            return "expected the claims " + shown(target.claims) + ", got " + shown(identity.claims);
    }
    return {};
}

} // namespace

bool matches(const Target& target, const Identity& identity, const Groups& groups) {
    return is_chosen(target, identity, groups) &&
           (!target.session || *target.session == identity.connection) &&
           (target.except == nullptr || !matches(*target.except, identity, groups));
}

std::string why_not(const Target& target, const Identity& identity, const Groups& groups) {
    const std::string prefix = identity.user + " (" + identity.sid + "): ";
    if (!is_chosen(target, identity, groups)) return prefix + why_not_chosen(target, identity, groups);
    if (target.session && *target.session != identity.connection) {
        return prefix + "expected session " + std::to_string(*target.session) + " of its user, got " +
               std::to_string(identity.connection);
    }
    return prefix + "`except` leaves it out";
}

} // namespace chatmock::policy
