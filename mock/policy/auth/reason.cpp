#include "policy/auth/reason.hpp"

#include "base/text/joined.hpp"

#include <cmath>
#include <vector>

namespace chatmock::policy {

namespace {

using Place = TokenSource::Place;

constexpr std::size_t pattern_shown_max = 24; // bytes

std::string how_to_send(const TokenSource& source) {
    switch (source.place) {
        case Place::query: return "io(url, {query: {" + source.name + ": TOKEN}})";
        case Place::auth: return "io(url, {auth: {" + source.name + ": TOKEN}})";
        case Place::header: return "the header " + source.name;
        case Place::cookie: return "a cookie " + source.name;
    }
    return {};
}

std::string places_in_words(const TokenSources& sources) {
    std::vector<std::string> words;
    for (const auto& source : sources) words.push_back(place_in_words(source));
    return joined(words, " or ");
}

// A rule's conditions and the caller's values. The first hint is used.
class Explanation {
public:
    Explanation(const Caller& caller, Instant now, const TokenSources& looked_in)
        : caller_(caller), now_(now), looked_in_(looked_in) {}

    void add(const std::string& seen, const std::string& hint = "") {
        seen_.push_back(seen);
        if (reason_.hint.empty()) reason_.hint = hint;
    }

    void add_missing_token() {
        const auto nowhere = "no token in " + places_in_words(looked_in_);
        if (caller_.elsewhere.empty() || looked_in_.empty())
            return add(nowhere, looked_in_.empty() ? "" : "send it by " + how_to_send(looked_in_.front()));
        const auto& source = caller_.elsewhere.front();
        add("a token is in " + place_in_words(source) + ", not in " + places_in_words(looked_in_),
            "send it by " + how_to_send(looked_in_.front()) +
                ", or let the profile read it there: \"token_from\": [\"" + name_of(source) + "\"]");
    }

    void add_time(std::string_view claim, double seconds, std::string_view side) {
        const auto clock = static_cast<double>(now_.time_since_epoch().count()) / 1000;
        const auto distance = in_words(std::abs(clock - seconds));
        add(std::string(claim) + " is " + distance + " " + std::string(side) +
                " the mock's clock, which shows " + to_iso8601(now_),
            "sign another token, or move the mock's clock: PUT /clock");
    }

    void add_signature() {
        const auto& why = caller_.credentials.unsigned_because;
        if (caller_.credentials.token.empty()) return add_missing_token();
        add("the signature is not valid: " + (why.empty() ? "the profile has no keys" : why),
            "sign the token with a key of the profile's \"jwt\"");
    }

    Reason take(std::string_view otherwise) {
        reason_.layer = "auth";
        reason_.seen = seen_.empty() ? std::string(otherwise) : joined(seen_, "; ");
        return std::move(reason_);
    }

private:
    // Rounded, for easy reading.
    static std::string in_words(double seconds) {
        struct Unit {
            std::string_view name;
            double seconds;
        };
        for (const auto& [name, unit] : {Unit{"days", 86400}, Unit{"h", 3600}, Unit{"min", 60}}) {
            if (seconds >= 2 * unit)
                return std::to_string(std::llround(std::min(seconds / unit, 1e9))) + " " + std::string(name);
        }
        return std::to_string(std::llround(seconds)) + " s";
    }

    const Caller& caller_;
    Instant now_;
    const TokenSources& looked_in_;
    std::vector<std::string> seen_;
    Reason reason_;
};

} // namespace

std::string place_in_words(const TokenSource& source) {
    switch (source.place) {
        case Place::query: return source.name;
        case Place::auth: return "auth." + source.name;
        case Place::header: return "the header " + source.name;
        case Place::cookie: return "the cookie " + source.name;
    }
    return {};
}

Json to_json(const Reason& reason) {
    Json json = {{"layer", reason.layer}};
    const auto add = [&json](const char* name, const std::string& text) {
        if (!text.empty()) json[name] = text;
    };
    add("rule", reason.rule);
    add("rule_from", reason.rule_from);
    add("seen", reason.seen);
    add("hint", reason.hint);
    return json;
}

Reason reason_for(const AuthMatch& match, const Caller& caller, Instant now, const TokenSources& looked_in) {
    Explanation explanation(caller, now, looked_in);
    const auto& credentials = caller.credentials;
    const bool asks_signature = match.signature == false;
    if (match.missing == true && !asks_signature) explanation.add_missing_token();
    if (asks_signature) explanation.add_signature();
    if (match.expired == true) explanation.add_time("exp", credentials.expires_at.value_or(0), "before");
    if (match.not_yet_valid == true) explanation.add_time("nbf", credentials.not_before.value_or(0), "after");
    if (match.token) // the pattern may be a whole token
        explanation.add("the token matches the pattern " + shown(shortened(*match.token, pattern_shown_max)));
    if (!match.claims.empty()) explanation.add("the token has the claims " + shown(match.claims));
    if (match.address) explanation.add("the address " + caller.address + " matches " + shown(*match.address));
    if (match.protocol)
        explanation.add("the client speaks Engine.IO " +
                        std::to_string(engineio::number_of(caller.protocol)));
    if (match.transport)
        explanation.add("the handshake used " + std::string(engineio::name_of(caller.transport)));
    if (match.nth) explanation.add("it is handshake number " + std::to_string(caller.nth) + " of its user");
    if (match.missing == false) explanation.add("there is a token");
    if (match.signature == true) explanation.add("the signature is valid");
    if (match.expired == false) explanation.add("the token is not expired");
    if (match.not_yet_valid == false) explanation.add("the token is not from the future");
    return explanation.take("the rule matches every client");
}

} // namespace chatmock::policy
