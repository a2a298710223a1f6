#include "policy/auth/auth.hpp"

#include "support/results.hpp"
#include "support/tokens.hpp"

namespace chatmock::policy {

namespace {

const Instant now{Milliseconds{1700000000LL * 1000}};

std::vector<AuthRule> rules_of(std::string_view rules) {
    return expect_value(parse_auth_rules(json_of(rules), "/rules"));
}

Caller caller_with(std::string_view token) {
    Caller caller;
    caller.credentials = read_credentials(token);
    return caller;
}

bool matches(std::string_view match, const Caller& caller) {
    auto rules = rules_of(R"([{"match":)" + std::string(match) + R"(,"outcome":{"do":"reject"}}])");
    return decide_connect(rules, caller, now).kind != AuthOutcome::Kind::accept;
}

// True if a rule with this match matches a caller with this token.
bool matches(std::string_view match, std::string_view token) { return matches(match, caller_with(token)); }

bool matches_pattern(const std::string& pattern, std::string_view token) {
    return matches(to_text(Json{{"token", pattern}}), token);
}

Error error_of(std::string_view rule) { return expect_error(parse_auth_rule(json_of(rule), "/rules/0")); }

} // namespace

TEST_CASE("A pattern without a star matches the token that it is", "[policy]") {
    CHECK(matches_pattern("alice", "alice"));
    CHECK_FALSE(matches_pattern("alice", "Alice"));
    CHECK_FALSE(matches_pattern("alice", "alice2"));
    CHECK_FALSE(matches_pattern("alice", "malice"));
}

TEST_CASE("A star stands for any text, none too", "[policy]") {
    CHECK(matches_pattern("*", ""));
    CHECK(matches_pattern("*", "alice"));
    CHECK(matches_pattern("expired*", "expired"));
    CHECK(matches_pattern("expired*", "expired-alice"));
    CHECK_FALSE(matches_pattern("expired*", "not-expired"));
    CHECK(matches_pattern("*admin", "the-admin"));
    CHECK_FALSE(matches_pattern("*admin", "the-admins"));
}

TEST_CASE("Several stars match whatever way there is", "[policy]") {
    CHECK(matches_pattern("*a*b*", "xaxbx"));
    CHECK(matches_pattern("a*b*c", "abbbcc"));
    CHECK(matches_pattern("**", "x"));
    CHECK(matches_pattern("*ab", "aab"));
    CHECK(matches_pattern("a*ab*b", "aabab"
                                    "b"));
    CHECK_FALSE(matches_pattern("a*b", "ab-"));
    CHECK_FALSE(matches_pattern("*a*b*", "ba"));
}

TEST_CASE("No pattern is slow", "[policy]") {
    std::string pattern;
    for (int i = 0; i < 100; ++i) pattern += "*a";
    CHECK_FALSE(matches_pattern(pattern + "b", std::string(10000, 'a')));
}

TEST_CASE("An empty pattern matches a missing token alone", "[policy]") {
    CHECK(matches_pattern("", ""));
    CHECK_FALSE(matches_pattern("", "alice"));
}

TEST_CASE("A rule may ask whether the token is missing", "[policy]") {
    CHECK(matches(R"({"missing":true})", ""));
    CHECK_FALSE(matches(R"({"missing":true})", "alice"));
    CHECK(matches(R"({"missing":false})", "alice"));
    CHECK_FALSE(matches(R"({"missing":false})", ""));
}

TEST_CASE("A JWT is expired from the second of its exp on", "[policy]") {
    CHECK(matches(R"({"expired":true})", jwt(R"({"exp":1699999999})")));
    CHECK(matches(R"({"expired":true})", jwt(R"({"exp":1700000000})")));
    CHECK_FALSE(matches(R"({"expired":true})", jwt(R"({"exp":1700000001})")));
}

TEST_CASE("A token without an exp is never expired", "[policy]") {
    for (const auto& token : {std::string("alice"), std::string(), jwt(R"({"sub":"alice"})")}) {
        CHECK_FALSE(matches(R"({"expired":true})", token));
        CHECK(matches(R"({"expired":false})", token));
    }
    CHECK_FALSE(matches(R"({"expired":true})", jwt(R"({"exp":1e300})")));
}

TEST_CASE("A rule's claims are those that a JWT has at least", "[policy]") {
    const auto token = jwt(R"({"sub":"bob","org":{"id":7,"name":"x"}})");
    CHECK(matches(R"({"claims":{"sub":"bob"}})", token));
    CHECK(matches(R"({"claims":{"org":{"id":7}}})", token));
    CHECK_FALSE(matches(R"({"claims":{"sub":"alice"}})", token));
    CHECK_FALSE(matches(R"({"claims":{"role":"admin"}})", token));
    CHECK_FALSE(matches(R"({"claims":{"sub":"bob"}})", "bob"));
}

TEST_CASE("All that a match names must hold", "[policy]") {
    CHECK(matches(R"({"token":"a*","missing":false})", "alice"));
    CHECK_FALSE(matches(R"({"token":"b*","missing":false})", "alice"));
    CHECK_FALSE(matches(R"({"token":"a*","missing":true})", "alice"));
}

TEST_CASE("A match that names nothing matches everyone", "[policy]") {
    CHECK(matches("{}", ""));
    CHECK(matches("{}", "alice"));
}

TEST_CASE("A member of a match that is null counts as absent", "[policy]") {
    CHECK(matches(R"({"token":null,"missing":null,"expired":null,"claims":null})", "alice"));
    CHECK(matches(R"({"token":null,"missing":null,"expired":null,"claims":null})", jwt(R"({"exp":1})")));
}

TEST_CASE("The first rule that matches decides", "[policy]") {
    auto rules = rules_of(R"([{"match":{"token":"a*"},"outcome":{"do":"accept"}},
                              {"match":{"token":"al*"},"outcome":{"do":"reject"}},
                              {"match":{},"outcome":{"do":"reject","message":"Banned"}}])");
    CHECK(decide_connect(rules, caller_with("alice"), now).kind == AuthOutcome::Kind::accept);
    const auto outcome = decide_connect(rules, caller_with("bob"), now);
    CHECK(outcome.kind == AuthOutcome::Kind::connect_error);
    CHECK(outcome.message == "Banned");
}

TEST_CASE("A caller that no rule matches is accepted", "[policy]") {
    std::vector<AuthRule> none;
    CHECK(decide_connect(none, caller_with("alice"), now).kind == AuthOutcome::Kind::accept);
    CHECK_FALSE(matches(R"({"missing":true})", "alice"));
}

TEST_CASE("A refusal says Unauthorization unless the rule says otherwise", "[policy]") {
    auto rules = rules_of(R"([{"match":{},"outcome":{"do":"reject"}}])");
    CHECK(decide_connect(rules, caller_with(""), now).message == "Unauthorization");
}

TEST_CASE("Rules are shown as they were written", "[policy]") {
    const auto* text = R"([{"outcome":{"via":"connect_error","do":"reject"},"match":{"token":"x*"}}])";
    CHECK(to_text(to_json(rules_of(text))) == text);
}

TEST_CASE("A rule needs a match and an outcome that does something", "[policy]") {
    for (const auto* rule :
         {"{}", R"({"match":{}})", R"({"outcome":{"do":"accept"}})", R"({"match":{},"outcome":{}})"}) {
        CAPTURE(rule);
        CHECK(error_of(rule).code == ErrorCode::missing_field);
    }
}

TEST_CASE("A rule with an unknown field is an error with its pointer", "[policy]") {
    CHECK(error_of(R"({"match":{},"outcome":{"do":"accept"},"then":1})").at == "/rules/0/then");
    CHECK(error_of(R"({"match":{"tokn":"x"},"outcome":{"do":"accept"}})").at == "/rules/0/match/tokn");
    CHECK(error_of(R"({"match":{},"outcome":{"do":"accept","message":"x"}})").at ==
          "/rules/0/outcome/message");
    CHECK(error_of(R"({"match":{"tokn":"x"},"outcome":{"do":"accept"}})")
              .message.find(R"(did you mean "token"?)") != std::string::npos);
}

TEST_CASE("A rule with a value of another type is an error with its pointer", "[policy]") {
    CHECK(error_of(R"({"match":{"token":1},"outcome":{"do":"accept"}})").at == "/rules/0/match/token");
    CHECK(error_of(R"({"match":{"missing":"yes"},"outcome":{"do":"accept"}})").at ==
          "/rules/0/match/missing");
    CHECK(error_of(R"({"match":{"claims":[]},"outcome":{"do":"accept"}})").at == "/rules/0/match/claims");
    CHECK(error_of(R"({"match":[],"outcome":{"do":"accept"}})").at == "/rules/0/match");
    CHECK(error_of(R"({"match":{},"outcome":{"do":"ignore"}})").at == "/rules/0/outcome/do");
    CHECK(error_of(R"({"match":{},"outcome":{"do":"reject","via":"tcp"}})").at == "/rules/0/outcome/via");
    CHECK(error_of("1").at == "/rules/0");
}

TEST_CASE("A rule may match the caller's transport and protocol", "[policy]") {
    auto caller = caller_with("alice");
    caller.address = "10.1.2.3";
    caller.nth = 2;
    caller.protocol = engineio::Protocol::v3;
    caller.transport = engineio::Transport::websocket;
    CHECK(matches(R"({"address":"10.1.2.3","nth":2,"protocol":3,"transport":"websocket"})", caller));
    CHECK(matches(R"({"address":"10.1.*"})", caller));
    CHECK_FALSE(matches(R"({"address":"10.2.*"})", caller));
    CHECK_FALSE(matches(R"({"nth":1})", caller));
    CHECK_FALSE(matches(R"({"protocol":4})", caller));
    CHECK_FALSE(matches(R"({"transport":"polling"})", caller));
}

TEST_CASE("A JWT is not yet valid until the second of its nbf", "[policy]") {
    CHECK(matches(R"({"not_yet_valid":true})", jwt(R"({"nbf":1700000001})")));
    CHECK_FALSE(matches(R"({"not_yet_valid":true})", jwt(R"({"nbf":1700000000})")));
    CHECK(matches(R"({"not_yet_valid":false})", "alice"));
}

TEST_CASE("A rule may ask for the signature", "[policy]") {
    auto caller = caller_with("alice");
    CHECK(matches(R"({"signature":"invalid"})", caller));
    CHECK_FALSE(matches(R"({"signature":"valid"})", caller));
    caller.credentials.is_signed = true;
    CHECK(matches(R"({"signature":"valid"})", caller));
    CHECK_FALSE(matches(R"({"signature":"invalid"})", caller));
}

TEST_CASE("A rule has a number of uses, and shows the remaining ones", "[policy]") {
    auto rules = rules_of(R"([{"match":{},"times":2,"outcome":{"do":"reject"}}])");
    CHECK(decide_connect(rules, caller_with("alice"), now).kind == AuthOutcome::Kind::connect_error);
    CHECK(to_text(to_json(rules)) == R"([{"match":{},"times":1,"outcome":{"do":"reject"}}])");
    CHECK(decide_connect(rules, caller_with("alice"), now).kind == AuthOutcome::Kind::connect_error);
    CHECK(decide_connect(rules, caller_with("alice"), now).kind == AuthOutcome::Kind::accept);
    CHECK(to_json(rules_of(to_text(to_json(rules)))) == to_json(rules)); // the output is valid input
}

TEST_CASE("Only outcomes of the handshake are decided there, and use a rule there", "[policy]") {
    auto rules = rules_of(R"([{"match":{"token":"b*"},"times":1,"outcome":{"do":"accept"}},
                              {"match":{},"times":1,"outcome":{"do":"reject","via":"http"}}])");
    CHECK_FALSE(decide_handshake(rules, caller_with("bob"), now)); // accepted by an earlier rule
    CHECK(rules[0].times == 1);
    CHECK(decide_connect(rules, caller_with("alice"), now).kind == AuthOutcome::Kind::accept);
    CHECK(rules[1].times == 1);
    CHECK(decide_handshake(rules, caller_with("alice"), now)->kind == AuthOutcome::Kind::http);
    CHECK(rules[1].times == 0);
    CHECK_FALSE(decide_handshake(rules, caller_with("alice"), now));
}

TEST_CASE("A list of rules names the one that is wrong", "[policy]") {
    const auto error = expect_error(
        parse_auth_rules(json_of(R"([{"match":{},"outcome":{"do":"accept"}},{"match":{}}])"), "/rules"));
    CHECK(error.at == "/rules/1");
}

} // namespace chatmock::policy
