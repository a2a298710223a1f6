#include "policy/auth/auth.hpp"

#include "support/results.hpp"

namespace chatmock::policy {

namespace {

using Kind = AuthOutcome::Kind;

std::string rule_with(std::string_view outcome) {
    return R"({"match":{},"outcome":)" + std::string(outcome) + "}";
}

AuthOutcome outcome_of(std::string_view outcome) {
    return expect_value(parse_auth_rule(json_of(rule_with(outcome)), "")).outcome;
}

Error error_of(std::string_view outcome) {
    return expect_error(parse_auth_rule(json_of(rule_with(outcome)), "/rules/0"));
}

} // namespace

TEST_CASE("Each way to refuse has its defaults", "[policy]") {
    CHECK(outcome_of(R"({"do":"reject"})").kind == Kind::connect_error);
    CHECK(outcome_of(R"({"do":"reject","via":"event"})").kind == Kind::event);
    CHECK(outcome_of(R"({"do":"reject","via":"close"})").kind == Kind::close);
    CHECK(outcome_of(R"({"do":"hang"})").kind == Kind::hang);
    const auto http = outcome_of(R"({"do":"reject","via":"http"})");
    CHECK(http.kind == Kind::http);
    CHECK(http.status == 401);
    CHECK(http.message == "Unauthorization");
    CHECK(http.delay == Milliseconds(0));
}

TEST_CASE("An outcome takes place at CONNECT, unless it is HTTP or says otherwise", "[policy]") {
    CHECK(outcome_of(R"({"do":"reject","via":"http"})").at_handshake);
    CHECK_FALSE(outcome_of(R"({"do":"hang"})").at_handshake);
    CHECK_FALSE(outcome_of(R"({"do":"hang","at":"connect"})").at_handshake);
    CHECK(outcome_of(R"({"do":"hang","at":"handshake"})").at_handshake);
    CHECK(outcome_of(R"({"do":"reject","via":"close","at":"handshake"})").at_handshake);
}

TEST_CASE("An accepted connection may expire, with an event or without", "[policy]") {
    CHECK_FALSE(outcome_of(R"({"do":"accept"})").expiry);
    const auto silent = outcome_of(R"({"do":"accept","expire_after_ms":60000})");
    CHECK(silent.expiry->after == Milliseconds(60000));
    CHECK_FALSE(silent.expiry->emits_error);
    const auto reported = outcome_of(
        R"({"do":"accept","expire_after_ms":1,"expire_as":"event","message":"Expired","data":[1]})");
    CHECK(reported.expiry->emits_error);
    CHECK(reported.message == "Expired");
    CHECK(reported.data == Json{1});
}

TEST_CASE("A field that would do nothing is an error with its pointer", "[policy]") {
    const std::vector<std::pair<const char*, const char*>> mistakes = {
        {R"({"do":"accept","via":"http"})", "via"},
        {R"({"do":"hang","via":"close"})", "via"},
        {R"({"do":"reject","status":401})", "status"},
        {R"({"do":"reject","via":"event","status":401})", "status"},
        {R"({"do":"accept","at":"handshake"})", "at"},
        {R"({"do":"reject","at":"handshake"})", "at"},
        {R"({"do":"reject","via":"http","at":"handshake"})", "at"},
        {R"({"do":"hang","delay_ms":1})", "delay_ms"},
        {R"({"do":"hang","message":"x"})", "message"},
        {R"({"do":"reject","via":"close","message":"x"})", "message"},
        {R"({"do":"accept","message":"x"})", "message"},
        {R"({"do":"accept","expire_after_ms":1,"message":"x"})", "message"},
        {R"({"do":"reject","via":"http","data":1})", "data"},
        {R"({"do":"accept","data":1})", "data"},
        {R"({"do":"reject","expire_after_ms":1})", "expire_after_ms"},
        {R"({"do":"accept","expire_as":"event"})", "expire_as"},
    };
    for (const auto& [outcome, field] : mistakes) {
        CAPTURE(outcome);
        const auto error = error_of(outcome);
        CHECK(error.at == std::string("/rules/0/outcome/") + field);
        CHECK(error.message.find(" only with ") != std::string::npos);
    }
}

TEST_CASE("An outcome's numbers have their ranges", "[policy]") {
    CHECK(error_of(R"({"do":"reject","via":"http","status":200})").message ==
          "expected an integer from 400 to 599, got 200");
    CHECK(error_of(R"({"do":"reject","via":"http","status":600})").at == "/rules/0/outcome/status");
    CHECK(error_of(R"({"do":"accept","delay_ms":-1})").at == "/rules/0/outcome/delay_ms");
    CHECK(error_of(R"({"do":"accept","expire_after_ms":0})").at == "/rules/0/outcome/expire_after_ms");
    CHECK(error_of(R"({"do":"accept","expire_after_ms":1,"expire_as":"close"})").at ==
          "/rules/0/outcome/expire_as");
    CHECK(error_of(R"({"do":"hang","at":"poll"})").at == "/rules/0/outcome/at");
}

} // namespace chatmock::policy
