#include "policy/auth/token_source.hpp"

#include "policy/profile.hpp"
#include "support/results.hpp"

namespace chatmock::policy {

namespace {

TokenSources sources_of(std::string_view list) {
    return expect_value(parse_token_sources(json_of(list), "/token_from"));
}

constexpr auto everywhere = R"(["query:jwt_token","auth:token","header:Authorization","cookie:jwt"])";

http::Request request_with(http::Query query, http::Headers headers = {}) {
    http::Request request;
    request.query = std::move(query);
    request.headers = std::move(headers);
    return request;
}

std::string found_in(std::string_view list, const http::Request& request) {
    const auto found = token_of(sources_of(list), request);
    std::string text = found.token.empty() ? "none" : found.token + " " + name_of(found.source);
    for (const auto& member : found.auth_members) text += " after auth:" + member;
    return text;
}

} // namespace

TEST_CASE("The first place that has a token counts", "[policy]") {
    const http::Headers headers = {{"authorization", "Bearer of-header"}, {"cookie", "a=b; jwt=of-cookie"}};
    CHECK(found_in(everywhere, request_with({{"jwt_token", "of-query"}}, headers)) ==
          "of-query query:jwt_token");
    CHECK(found_in(everywhere, request_with({{"jwt_token", ""}}, headers)) ==
          "of-header header:Authorization after auth:token");
    CHECK(found_in(everywhere, request_with({}, {{"cookie", "a=b; jwt=of-cookie"}})) ==
          "of-cookie cookie:jwt after auth:token");
    CHECK(found_in(everywhere, request_with({})) == "none after auth:token");
}

TEST_CASE("The scheme of an Authorization header is not part of the token", "[policy]") {
    const auto token = [](const std::string& value) {
        return token_of(sources_of(R"(["header:authorization"])"),
                        request_with({}, {{"authorization", value}}))
            .token;
    };
    CHECK(token("Bearer abc") == "abc");
    CHECK(token("bearer   abc") == "abc");
    CHECK(token("abc") == "abc");
    CHECK(token("Basic abc") == "Basic abc");
    CHECK(token("Bearer ").empty());
    const auto other =
        token_of(sources_of(R"(["header:x-token"])"), request_with({}, {{"x-token", "Bearer abc"}}));
    CHECK(other.token == "Bearer abc");
}

TEST_CASE("A cookie is found by its whole name, and read as Node reads it", "[policy]") {
    const auto cookie = [](const std::string& header) { return http::cookie_in(header, "jwt"); };
    CHECK(cookie("jwt=abc") == "abc");
    CHECK(cookie("a=1;jwt=abc;b=2") == "abc");
    CHECK(cookie("xjwt=1; jwt2=2; jwt = abc ") == "abc");
    CHECK(cookie(R"(jwt="a%20b")") == "a b");
    CHECK(cookie("jwt=a=b") == "a=b");
    CHECK(cookie("jwt=1+2%") == "1+2%");
    CHECK(cookie("jwt").empty());
    CHECK(cookie("").empty());
}

TEST_CASE("A token in the payload of CONNECT is a text that is not empty", "[policy]") {
    CHECK(token_in({"token"}, json_of(R"({"token":"abc"})")) == "abc");
    CHECK(token_in({"a", "b"}, json_of(R"({"a":"","b":"x"})")) == "x");
    for (const auto* payload :
         {"null", "{}", R"({"token":7})", R"({"token":""})", R"({"token":{"token":"x"}})"})
        CHECK(token_in({"token"}, json_of(payload)).empty());
}

TEST_CASE("Each invalid place is reported", "[policy]") {
    const auto error =
        expect_error(parse_token_sources(json_of(R"(["query:a","body:b",7,"auth:","auth"])"), "/token_from"));
    REQUIRE(error.violations.size() == 4);
    CHECK(error.violations[0].at == "/token_from/1");
    CHECK(error.message == R"(expected query:NAME, auth:NAME, header:NAME or cookie:NAME, got "body:b")");
    CHECK(expect_error(parse_token_sources(json_of("[]"), "/token_from")).at == "/token_from");
}

TEST_CASE("A profile's endpoint answers with its last slash and without it", "[policy]") {
    for (const auto* path : {"/chat", "/chat/"}) {
        const auto profile = expect_value(
            parse_profile(json_of(R"({"endpoints":[{"path":")" + std::string(path) + R"("}]})")));
        for (const auto* answered : {"/chat", "/chat/", "/chat/x"})
            CHECK(profile.find_endpoint(answered) != nullptr);
        for (const auto* other : {"/", "/cha", "/chatter", "/socket.io/"})
            CHECK(profile.find_endpoint(other) == nullptr);
    }
    const auto error = expect_error(parse_profile(json_of(R"({"endpoints":[{"path":"chat"}]})")));
    CHECK(error.at == "/endpoints/0/path");
}

TEST_CASE("The main endpoint speaks Socket.IO", "[policy]") {
    const auto main = [](std::string_view list) {
        return expect_value(parse_profile(json_of(R"({"endpoints":)" + std::string(list) + "}")))
            .main_endpoint()
            .path;
    };
    CHECK(main(R"([{"path":"/e/","echo":true},{"path":"/chat"}])") == "/chat/");
    CHECK(main(R"([{"path":"/e/","echo":true}])") == "/e/");
    CHECK(Profile{}.main_endpoint().path == "/socket.io/");
}

} // namespace chatmock::policy
