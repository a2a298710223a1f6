#include "policy/auth/credentials.hpp"

#include "support/catch.hpp"
#include "support/tokens.hpp"

namespace chatmock::policy {

namespace {

std::string user_of(std::string_view token) { return read_credentials(token).user; }

} // namespace

TEST_CASE("A JWT's user is its subject, its claims are all it holds", "[policy]") {
    const auto credentials = read_credentials(jwt(R"({"sub":"alice","role":"admin","exp":1700000000})"));
    CHECK(credentials.user == "alice");
    CHECK(to_text(credentials.claims) == R"({"sub":"alice","role":"admin","exp":1700000000})");
    CHECK(credentials.expires_at == 1700000000);
}

TEST_CASE("A JWT without an exp does not expire", "[policy]") {
    CHECK_FALSE(read_credentials(jwt(R"({"sub":"alice"})")).expires_at);
    CHECK_FALSE(read_credentials(jwt(R"({"sub":"alice","exp":"soon"})")).expires_at);
}

TEST_CASE("A JWT's exp may be a fraction or beyond all calendars", "[policy]") {
    CHECK(read_credentials(jwt(R"({"exp":1.5})")).expires_at == 1.5);
    CHECK(*read_credentials(jwt(R"({"exp":1e300})")).expires_at > 0);
    CHECK(*read_credentials(jwt(R"({"exp":18446744073709551615})")).expires_at > 0);
}

TEST_CASE("A JWT's subject may be a number", "[policy]") { CHECK(user_of(jwt(R"({"sub":42})")) == "42"); }

TEST_CASE("A JWT without a subject is a hash of itself", "[policy]") {
    const auto user = user_of(jwt(R"({"role":"admin"})"));
    CHECK(user.find("token-") == 0);
    CHECK(user.size() == 18);
}

TEST_CASE("The sandbox that a JWT names does not change the user that stands for it", "[policy]") {
    const auto user = user_of(jwt(R"({"role":"admin","sandbox":"w1"})"));
    CHECK(user.find("token-") == 0);
    CHECK(user_of(jwt(R"({"role":"admin","sandbox":"worker-3"})")) == user);
    CHECK(user_of(jwt(R"({"role":"guest","sandbox":"w1"})")) != user);
    CHECK(user_of(jwt(R"({"role":"admin","sandbox":true})")) != user);
}

TEST_CASE("A JWT's signature is not looked at", "[policy]") {
    const auto token = jwt(R"({"sub":"alice"})");
    CHECK(user_of(token.substr(0, token.rfind('.') + 1)) == "alice");
    CHECK(user_of(token + "%%%") == "alice");
}

TEST_CASE("A JWT in the standard alphabet, padded, is read as well", "[policy]") {
    CHECK(user_of("eyJhbGciOiJub25lIn0=.eyJzdWIiOiJib2IifQ==.") == "bob");
}

TEST_CASE("A token that is not a JWT and looks like a name is the user", "[policy]") {
    CHECK(user_of("alice") == "alice");
    CHECK(user_of("a.b.c") == "a.b.c");
    CHECK(user_of("Bob_2.smith@app-x.org") == "Bob_2.smith@app-x.org");
    CHECK(user_of(std::string(24, 'x')) == std::string(24, 'x'));
    CHECK(user_of("facade1") == "facade1");
    CHECK(read_credentials("alice").claims.empty());
}

TEST_CASE("A token that reads like a secret is not a name", "[policy]") {
    for (const auto* token :
         {"sk_live_4eC39HqLyjWDarjtT1zdp7dc", "550e8400-e29b-41d4-a716-446655440000", "deadbeef",
          "session.0123abcd", "12345678", "4242", "xxxxxxxxxxxxxxxxxxxxxxxxx"}) {
        INFO(token);
        CHECK(user_of(token).find("token-") == 0);
    }
}

TEST_CASE("A name may hold a number, such as a time", "[policy]") {
    for (const auto* token : {"up1764453012345", "alice1764453012345", "alice-1764453012345",
                              "w3.1764453012345", "user12345678", "1764453012345-bob"}) {
        INFO(token);
        CHECK(user_of(token) == token);
    }
    for (const auto* token : {"1764453012345abcdef", "x1a764453012345", "xdeadbeef12345678", "xabcd1234"}) {
        INFO(token);
        CHECK(user_of(token).find("token-") == 0);
    }
}

TEST_CASE("A profile says that tokens are names, or that none is", "[policy]") {
    const auto user = [](std::string_view token, bool is_name) {
        return read_credentials(token, {nullptr, is_name}).user;
    };
    CHECK(user("deadbeef", true) == "deadbeef");
    CHECK(user(std::string(64, 'x'), true) == std::string(64, 'x'));
    CHECK(user(std::string(65, 'x'), true).find("token-") == 0);
    CHECK(user("a b", true).find("token-") == 0);
    CHECK(user("alice", false).find("token-") == 0);
    CHECK(user("", false) == "anonymous");
}

TEST_CASE("No token at all is the anonymous user", "[policy]") { CHECK(user_of("") == "anonymous"); }

TEST_CASE("Any other token is a short hash that never shows it", "[policy]") {
    for (const std::string& token : {std::string(65, 'x'), std::string("secret token"), std::string("sécret"),
                                     std::string("a/b"), std::string("\0", 1), std::string("\xff")}) {
        const auto user = user_of(token);
        CHECK(user.size() == 18);
        CHECK(user.find("token-") == 0);
        CHECK(user.find_first_not_of("0123456789abcdef", 6) == std::string::npos);
        CHECK(user.find(token) == std::string::npos);
    }
}

// Fixed: a user's test may contain the user of an opaque token, so it must stay the same in every version.
TEST_CASE("The hash of a token follows from the seed, and never changes", "[policy]") {
    CHECK(user_of("secret token") == "token-25290405634f");
    CHECK(read_credentials("secret token", {nullptr, {}, 2}).user != user_of("secret token"));
    CHECK(user_of("secret token") != user_of("secret token "));
}

TEST_CASE("A token that only looks like a JWT is opaque", "[policy]") {
    const auto header = base64url(R"({"alg":"HS256"})");
    const std::string padding(60, 'x');
    for (const auto& token :
         {header + ".bm90IGpzb24." + padding, header + "." + base64url("[1]") + "." + padding,
          header + "." + base64url(R"({"sub":"alice"})") + "." + padding + ".e",
          base64url("[]") + "." + base64url(R"({"sub":"alice"})") + "." + padding}) {
        const auto credentials = read_credentials(token);
        CHECK(credentials.user.find("token-") == 0);
        CHECK(credentials.claims.empty());
    }
}

} // namespace chatmock::policy
