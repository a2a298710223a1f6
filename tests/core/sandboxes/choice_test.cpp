// Which sandbox a request names: every way, alone, malformed, and in its order.
#include "core/sandboxes/choice.hpp"
#include "core/sandboxes/sandbox_name.hpp"
#include "support/catch.hpp"
#include "support/tokens.hpp"

#include <string>
#include <vector>

namespace chatmock::core {

namespace {

struct Way {
    ChosenBy by;
    std::string target; // {} stands for the name
    http::Headers headers;
};

std::string filled(std::string text, const std::string& name) {
    const auto at = text.find("{}");
    return at == std::string::npos ? text : text.replace(at, 2, name);
}

http::Request request_of(const Way& way, const std::string& name) {
    http::Request request;
    request.method = "GET";
    http::read_target(filled(way.target, name), request);
    for (const auto& [header, value] : way.headers) request.headers.emplace_back(header, filled(value, name));
    return request;
}

// In the order in which they count.
const std::vector<Way>& ways() {
    static const std::vector<Way> all = {
        {ChosenBy::path, "/sandbox/{}/socket.io/?EIO=4", {}},
        {ChosenBy::query, "/socket.io/?EIO=4&sandbox={}", {}},
        {ChosenBy::token, "/socket.io/?EIO=4&jwt_token={}:alice", {}},
        {ChosenBy::cookie, "/socket.io/?EIO=4", {{"Cookie", "a=b; chatmock_sandbox={}"}}},
        {ChosenBy::host, "/socket.io/?EIO=4", {{"Host", "{}.localhost:8090"}}},
        {ChosenBy::header, "/socket.io/?EIO=4", {{"X-Chatmock-Sandbox", "{}"}}},
    };
    return all;
}

const policy::TokenSources sources = {policy::TokenSource{}};

} // namespace

TEST_CASE("each way names its sandbox, and leaves nothing of it for the world", "[sandboxes]") {
    for (const auto& way : ways()) {
        auto request = request_of(way, "w3");
        const auto choice = take_choice(request, sources, true);
        CAPTURE(way.target);
        CHECK(choice.by == way.by);
        CHECK(choice.name == "w3");
        CHECK(request.path == "/socket.io/");
        CHECK(request.query.count("sandbox") == 0);
        if (way.by == ChosenBy::token) CHECK(http::value_of(request.query, "jwt_token") == "alice");
    }
}

TEST_CASE("the first way that names one counts", "[sandboxes]") {
    http::Request all;
    all.method = "GET";
    http::read_target("/sandbox/s0/socket.io/?sandbox=s1&jwt_token=s2:alice", all);
    all.headers = {{"Cookie", "chatmock_sandbox=s3"}, {"Host", "s4.localhost"}, {"X-Chatmock-Sandbox", "s5"}};
    auto request = all;
    const std::vector<ChosenBy> order = {ChosenBy::path,   ChosenBy::query, ChosenBy::token,
                                         ChosenBy::cookie, ChosenBy::host,  ChosenBy::header};
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto choice = take_choice(request, sources, true);
        CAPTURE(i);
        CHECK(choice.by == order[i]);
        CHECK(choice.name == "s" + std::to_string(i));
        auto& headers = request.headers; // a way that is not taken out goes for the next round
        if (i >= 3) headers.erase(headers.begin());
    }
    CHECK(take_choice(request, sources, true).by == ChosenBy::nothing);
}

TEST_CASE("an error quotes a malformed name, unless it is in an opaque token", "[sandboxes]") {
    const std::vector<std::string> names = {"W3", "-w3", "w$3", "w 3", std::string(64, 'w')};
    for (const auto& name : names) {
        CHECK(!is_sandbox_name(name));
        for (const auto& way : ways()) {
            if (name == "W3" && way.by == ChosenBy::host) continue; // a host has no case
            auto request = request_of(way, name);
            const auto choice = take_choice(request, sources, true);
            CAPTURE(name, way.target);
            if (way.by == ChosenBy::token) {
                CHECK(choice.by == ChosenBy::nothing);
                CHECK(http::value_of(request.query, "jwt_token") == name + ":alice");
            } else {
                CHECK(choice.by == way.by);
                CHECK(choice.name == name);
            }
        }
    }
}

TEST_CASE("a name that is empty counts where it can only be meant", "[sandboxes]") {
    for (const auto& way : ways()) {
        auto request = request_of(way, "");
        const auto choice = take_choice(request, sources, true);
        CAPTURE(way.target);
        const bool is_meant = way.by == ChosenBy::path || way.by == ChosenBy::query;
        CHECK(choice.by == (is_meant ? way.by : ChosenBy::nothing));
        CHECK(choice.name.empty());
    }
}

TEST_CASE("a JSON Web Token names a sandbox by its claim", "[sandboxes]") {
    const auto by_claim = [](const std::string& claims) {
        http::Request request;
        http::read_target("/socket.io/?jwt_token=" + jwt(claims), request);
        return take_choice(request, sources, true);
    };
    CHECK(by_claim(R"({"sub":"alice","sandbox":"w3"})").name == "w3");
    CHECK(by_claim(R"({"sub":"alice","sandbox":"w3"})").by == ChosenBy::token);
    CHECK(by_claim(R"({"sub":"alice","sandbox":"W3"})").name == "W3");
    CHECK(by_claim(R"({"sub":"alice","sandbox":true})").by == ChosenBy::nothing);
    CHECK(by_claim(R"({"sub":"alice"})").by == ChosenBy::nothing);
}

TEST_CASE("a token's prefix is removed from the place where the token was read", "[sandboxes]") {
    using Place = policy::TokenSource::Place;
    const policy::TokenSources places = {{Place::header, "Authorization"}, {Place::cookie, "token"}};
    const std::vector<http::Headers> requests = {
        {{"authorization", "Bearer w3:alice"}},       {{"authorization", "bearer   w3:alice"}},
        {{"Cookie", "a=1; token=w3:alice"}},          {{"Cookie", "token=w3%3Aalice; a=1"}},
        {{"Cookie", "token=\"w3:alice\""}},           {{"Cookie", "access=w3:alice; token=w3:alice"}},
        {{"Cookie", "token=w3:alice; token=w4:bob"}}, {{"Cookie", "xtoken=w3:alice; token = w3:%61lice "}},
    };
    for (const auto& headers : requests) {
        http::Request request;
        request.path = "/socket.io/";
        request.headers = headers;
        CAPTURE(headers[0].second);
        CHECK(take_choice(request, places, true).name == "w3");
        CHECK(policy::token_of(places, request).token == "alice");
    }
}

TEST_CASE("a token's prefix is removed whatever the user's name contains", "[sandboxes]") {
    using Place = policy::TokenSource::Place;
    for (const auto& [cookie, user] :
         {std::pair("token=w3%3Aa%3Bb%25", "a;b%"), std::pair("token=w3:a=b", "a=b"),
          std::pair("token=w3%3A%22a%20%22", "\"a \"")}) {
        http::Request request;
        request.headers = {{"Cookie", cookie}};
        CAPTURE(cookie);
        CHECK(take_choice(request, {{Place::cookie, "token"}}, true).name == "w3");
        CHECK(policy::token_of({{Place::cookie, "token"}}, request).token == user);
    }
}

TEST_CASE("a request that names the same sandbox twice is the same as if it named it once", "[sandboxes]") {
    for (const auto* target :
         {"/sandbox/w3/socket.io/?jwt_token=w3:alice", "/socket.io/?sandbox=w3&jwt_token=w3:alice",
          "/sandbox/w3/socket.io/?sandbox=w3&jwt_token=w3:alice",
          "/sandbox/w3/socket.io/?sandbox=w3&jwt_token=alice"}) {
        http::Request request;
        http::read_target(target, request);
        CAPTURE(target);
        CHECK(take_choice(request, sources, true).name == "w3");
        CHECK(http::target_of(request) == "/socket.io/?jwt_token=alice");
    }
    http::Request other;
    http::read_target("/sandbox/w3/socket.io/?jwt_token=w4:alice", other);
    CHECK(take_choice(other, sources, true).name == "w3");
    CHECK(http::value_of(other.query, "jwt_token") == "w4:alice");
    http::Request without;
    http::read_target("/sandbox/w3/socket.io/?jwt_token=w3:alice", without);
    CHECK(take_choice(without, sources, false).name == "w3");
    CHECK(http::value_of(without.query, "jwt_token") == "w3:alice");
}

TEST_CASE("the scheme of a URL does not name a sandbox", "[sandboxes]") {
    http::Request request;
    http::read_target("/socket.io/?jwt_token=https://idp.example.com/alice", request);
    CHECK(take_choice(request, sources, true).by == ChosenBy::nothing);
    CHECK(http::value_of(request.query, "jwt_token") == "https://idp.example.com/alice");
}

TEST_CASE("without sandboxes, a token with a colon and a host are what they were", "[sandboxes]") {
    for (const auto& way : ways()) {
        auto request = request_of(way, "w3");
        const auto choice = take_choice(request, sources, false);
        const bool is_guess = way.by == ChosenBy::token || way.by == ChosenBy::host;
        CAPTURE(way.target);
        CHECK(choice.by == (is_guess ? ChosenBy::nothing : way.by));
        if (way.by == ChosenBy::token) CHECK(http::value_of(request.query, "jwt_token") == "w3:alice");
    }
}

TEST_CASE("hosts that name none", "[sandboxes]") {
    for (const auto* host : {"localhost", "localhost:8090", "w3.example.com", "a.w3.localhost",
                             "127.0.0.1:8090", "[::1]:8090", "w3localhost", ""}) {
        http::Request request;
        request.path = "/socket.io/";
        request.headers = {{"Host", host}};
        CAPTURE(host);
        CHECK(take_choice(request, sources, true).by == ChosenBy::nothing);
    }
    http::Request request;
    request.headers = {{"Host", "W3.LocalHost:8090"}};
    CHECK(take_choice(request, sources, true).name == "w3");
}

} // namespace chatmock::core
