#include "policy/auth/auth.hpp"

#include "policy/profile.hpp"
#include "support/results.hpp"
#include "support/signed_tokens.hpp"
#include "support/tokens.hpp"

namespace chatmock::policy {

namespace {

const Instant now{Milliseconds{1700000000LL * 1000}};

Caller caller_with(std::string_view token, const JwtKeys* keys = nullptr) {
    Caller caller;
    caller.credentials = read_credentials(token, {keys});
    caller.address = "10.0.0.7";
    return caller;
}

// Why the one rule refuses the caller.
Reason reason_of(std::string_view match, const Caller& caller,
                 const TokenSources& looked_in = {TokenSource{}}) {
    auto rules = expect_value(parse_auth_rules(
        json_of(R"([{"match":)" + std::string(match) + R"(,"outcome":{"do":"reject"}}])"), ""));
    std::uint64_t last_number = 0;
    give_ids(rules, RuleOrigin::call, last_number);
    const auto decision = decide_connect(rules, caller, now, looked_in);
    return decision.why ? *decision.why : Reason{};
}

std::string seen(std::string_view match, const Caller& caller) { return reason_of(match, caller).seen; }

} // namespace

TEST_CASE("A refusal says that there is no token, and where it was looked for", "[policy][reason]") {
    const auto reason = reason_of(R"({"missing":true})", caller_with(""));
    CHECK(reason.layer == "auth");
    CHECK(reason.rule == "call-1");
    CHECK(reason.rule_from == "call");
    CHECK(reason.seen == "no token in jwt_token");
    CHECK(reason.hint == "send it by io(url, {query: {jwt_token: TOKEN}})");
    const TokenSources two = {{TokenSource::Place::auth, "token"}, {TokenSource::Place::cookie, "jwt"}};
    CHECK(reason_of(R"({"missing":true})", caller_with(""), two).seen ==
          "no token in auth.token or the cookie jwt");
}

TEST_CASE("The reason names a token in another place, with both ways to mend it", "[policy][reason]") {
    auto caller = caller_with("");
    caller.elsewhere = {{TokenSource::Place::auth, "token"}};
    const auto reason = reason_of(R"({"missing":true})", caller);
    CHECK(reason.seen == "a token is in auth.token, not in jwt_token");
    CHECK(reason.hint == "send it by io(url, {query: {jwt_token: TOKEN}}), or let the profile read it there: "
                         R"("token_from": ["auth:token"])");
}

TEST_CASE("A refusal says by how much a token is past its time, or before it", "[policy][reason]") {
    const auto expired = [](std::string_view exp) {
        return seen(R"({"expired":true})",
                    caller_with(jwt(R"({"sub":"alice","exp":)" + std::string(exp) + "}")));
    };
    const std::string clock = " the mock's clock, which shows 2023-11-14T22:13:20.000Z";
    CHECK(expired("1699999280") == "exp is 12 min before" + clock);
    CHECK(expired("1699999995") == "exp is 5 s before" + clock);
    CHECK(expired("1699989200") == "exp is 3 h before" + clock);
    CHECK(expired("1699568000") == "exp is 5 days before" + clock);
    CHECK(expired("-1e300") == "exp is 1000000000 days before" + clock);
    const auto early = caller_with(jwt(R"({"sub":"alice","nbf":1700000300})"));
    CHECK(seen(R"({"not_yet_valid":true})", early) == "nbf is 5 min after" + clock);
    CHECK(reason_of(R"({"not_yet_valid":true})", early).hint ==
          "sign another token, or move the mock's clock: PUT /clock");
}

TEST_CASE("A refusal says why the signature does not count", "[policy][reason]") {
    const auto keys = expect_value(parse_jwt_keys({{"secret", "secret"}}, "/jwt", {}));
    const auto why = [&](std::string_view token) {
        return seen(R"({"signature":"invalid"})", caller_with(token, keys.get()));
    };
    const std::string invalid = "the signature is not valid: ";
    CHECK(why(signed_with_another_secret) == invalid + "no key of the profile has signed it with HS256");
    CHECK(why(signed_with_extension) ==
          invalid + R"(its header has "crit", an extension that the mock does not know)");
    CHECK(why("alice") == invalid + "it is not a JSON Web Token");
    CHECK(why("") == "no token in jwt_token");
    const auto unsigned_token = base64url(R"({"alg":"none"})") + "." + base64url("{}") + ".";
    CHECK(why(unsigned_token) == invalid + R"(its alg is "none", and the profile's keys are for HS256)");
    CHECK(why(signed_with_secret).empty());
}

TEST_CASE("A refusal names what else a rule matched", "[policy][reason]") {
    auto caller = caller_with("mallory");
    caller.nth = 3;
    CHECK(seen(R"({"token":"mal*"})", caller) == R"(the token matches the pattern "mal*")");
    CHECK(seen(R"({"address":"10.*"})", caller) == R"(the address 10.0.0.7 matches "10.*")");
    CHECK(seen(R"({"protocol":4})", caller) == "the client speaks Engine.IO 4");
    CHECK(seen(R"({"transport":"polling"})", caller) == "the handshake used polling");
    CHECK(seen(R"({"nth":3,"missing":false})", caller) ==
          "it is handshake number 3 of its user; there is a token");
    CHECK(seen(R"({"claims":{"sub":"bob"}})", caller_with(jwt(R"({"sub":"bob"})"))) ==
          R"(the token has the claims {"sub":"bob"})");
    CHECK(seen("{}", caller) == "the rule matches every client");
    CHECK(reason_of("{}", caller).hint == "DELETE /auth/rules/call-1 removes the rule");
}

TEST_CASE("A pattern that is a whole token is not shown whole", "[policy][reason]") {
    const std::string token(100, 'x');
    CHECK(seen(R"({"token":")" + token + R"("})", caller_with(token)).find(std::string(30, 'x')) ==
          std::string::npos);
}

TEST_CASE("The reason distinguishes rules of a profile and of its keys", "[policy][reason]") {
    const auto profile = expect_value(parse_profile(json_of(R"({"jwt":{"secret":"s"},"auth":{"rules":[
        {"match":{"missing":true},"outcome":{"do":"reject"}},
        {"id":"banned","match":{"token":"mallory"},"outcome":{"do":"reject"}},
        {"match":{},"outcome":{"do":"accept"}}]}})")));
    std::vector<std::string> ids;
    for (const auto& rule : profile.rules) ids.push_back(rule.id + " " + std::string(name_of(rule.origin)));
    CHECK(ids == std::vector<std::string>{"keys-signature keys", "keys-expired keys",
                                          "keys-not-yet-valid keys", "profile-1 profile", "banned profile",
                                          "profile-2 profile"});
}

TEST_CASE("Two rules of one list have no id in common, and an id is a plain name", "[policy]") {
    const auto error = expect_error(parse_auth_rules(
        json_of(
            R"([{"id":"a","match":{},"outcome":{"do":"accept"}},{"id":"a","match":{},"outcome":{"do":"accept"}}])"),
        "/rules"));
    CHECK(error.at == "/rules/1/id");
    CHECK(expect_error(parse_auth_rule(json_of(R"({"id":"a b","match":{},"outcome":{"do":"accept"}})"), ""))
              .at == "/id");
}

} // namespace chatmock::policy
