// The connections that a call selects: all, or those of a user, a sid, a group, or with certain claims.
#pragma once

#include "engineio/handshake.hpp"
#include "policy/auth/credentials.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chatmock::policy {

// Group id -> its members' users, as they were given.
using Groups = std::map<std::string, std::vector<std::string>>;

// A group's id, written as a number or as a string.
Result<Groups> parse_groups(const Json& json, const std::string& at);
Result<std::vector<std::string>> parse_members(const Json& json, const std::string& at);
std::vector<std::string> groups_of(const Groups& groups, const std::string& user);

struct Target {
    enum class Kind { all, users, sids, group, claims };

    Kind kind = Kind::all;
    std::vector<std::string> names; // users or sids
    std::string group;
    Json claims;
    std::optional<std::uint64_t>
        session; // only the user's nth session: 1, 2, 3, ... in the order of handshakes
    std::shared_ptr<const Target> except; // leaves out its matches; null if absent

    bool is_everyone() const { return kind == Kind::all && except == nullptr; }
};

// Exactly one of {"all":true}, {"user":…}, {"sid":…}, {"group":…}, {"claims":{…}}; with "user" optionally
// "session", and with each optionally "except", a target.
Result<Target> parse_target(const Json& json, const std::string& at);

// In the form that parse_target() reads.
Json to_json(const Target& target);

// A target with an optional transport.
struct ConnectionMatch {
    Target target; // all by default
    std::optional<engineio::Transport> transport;
};

// At most one of the target's fields, and "transport". Without a target it is `otherwise`.
Result<ConnectionMatch> parse_connection_match(const Json& json, const std::string& at,
                                               const Target& otherwise);

bool matches(const Target& target, const Identity& identity, const Groups& groups);

// The difference, for an error: `alice: expected the user "bob", got "alice"`. Precondition: it does not
// match.
std::string why_not(const Target& target, const Identity& identity, const Groups& groups);

} // namespace chatmock::policy
