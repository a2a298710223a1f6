#include "policy/match/wording.hpp"

#include "base/json/fields.hpp"
#include "base/text/joined.hpp"

namespace chatmock::policy {

std::string wording_of(const Target& target) {
    constexpr std::size_t shown_max = 80;
    std::string text;
    switch (target.kind) {
        case Target::Kind::all: text = "everyone"; break;
        case Target::Kind::users: text = joined(target.names, " or "); break;
        case Target::Kind::sids: text = "the sid " + joined(target.names, " or "); break;
        case Target::Kind::group: text = "group " + target.group; break;
        case Target::Kind::claims: text = "the claims " + shown(target.claims); break;
    }
    text = shortened(std::move(text), shown_max);
    if (target.session) text += ", session " + std::to_string(*target.session);
    if (target.except != nullptr) text += " except " + wording_of(*target.except);
    return text;
}

std::string wording_of(const ConnectionMatch& match) {
    std::string text;
    if (!match.target.is_everyone()) text += " of " + wording_of(match.target);
    if (match.transport) text += " over " + std::string(engineio::name_of(*match.transport));
    return text;
}

std::string wording_of(const JournalMatch& match) {
    Json json = Json::object();
    if (match.kind) json["kind"] = std::string(name_of(*match.kind));
    if (match.event) json["event"] = *match.event;
    if (match.user) json["user"] = *match.user;
    if (match.sid) json["sid"] = *match.sid;
    if (match.data) json["data"] = *match.data;
    if (match.after != 0) json["after"] = match.after;
    return json.empty() ? "" : " matching " + shown(json);
}

} // namespace chatmock::policy
