// Access to the control port: pages of other sites, foreign host names, and callers without the token are
// refused.
#include "support/catch.hpp"
#include "support/control_story.hpp"

using namespace chatmock;
using namespace chatmock::control;

namespace {

int status_of(const AccessRules& rules, const std::string& line, const std::string& headers) {
    ControlStory story(rules);
    return statuses_in(story.call(line + " HTTP/1.1\r\n" + headers + "\r\n")).at(0);
}

std::string call(const AccessRules& rules, const std::string& line, const std::string& headers) {
    ControlStory story(rules);
    return story.call(line + " HTTP/1.1\r\n" + headers + "\r\n");
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("Hosts that no public name can stand for are admitted", "[control][access]") {
    for (const auto* host :
         {"localhost", "LOCALHOST:8091", "127.0.0.1:8091", "[::1]:8091", "192.168.1.7", "chatmock:8091",
          "mock", "app.localhost:1", "host.docker.internal:8091", "localhost."})
        CHECK(std::pair(host, status_of({}, "GET /version", "Host: " + std::string(host) + "\r\n")) ==
              std::pair(host, 200));
}

TEST_CASE("Other hosts are refused with the flag that admits them", "[control][access]") {
    for (const auto* host : {"evil.example", "evil.example:8091", "127.0.0.1.evil.example",
                             "localhost.evil.example", "evil.example.", "xlocalhost.com"}) {
        CAPTURE(host);
        const auto answer = call({}, "GET /journal", "Host: " + std::string(host) + "\r\n");
        CHECK(statuses_in(answer).at(0) == 403);
        CHECK(has(answer, "foreign_host"));
        CHECK(has(answer, "--control-host "));
    }
    const AccessRules admitting{{"mock.ci.example"}, {}, ""};
    CHECK(status_of(admitting, "GET /version", "Host: Mock.CI.example:8091\r\n") == 200);
    CHECK(status_of(admitting, "GET /version", "Host: evil.example\r\n") == 403);
    CHECK(status_of({{"*"}, {}, ""}, "GET /version", "Host: evil.example\r\n") == 200);
}

TEST_CASE("Pages of other origins are refused, whatever they send", "[control][access]") {
    const std::string host = "Host: localhost:8091\r\n";
    for (const auto* headers :
         {"Origin: http://evil.example\r\n", "Origin: null\r\n", "Origin: http://localhost:5173\r\n",
          "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"}) {
        CAPTURE(headers);
        CHECK(status_of({}, "POST /reset", host + headers) == 403);
        CHECK(status_of({}, "GET /journal", host + headers) == 403);
    }
    const auto refused = [&](const std::string& origin) {
        return call({}, "GET /version", host + "Origin: " + origin + "\r\n");
    };
    CHECK(has(refused("http://localhost:5173"),
              "a page of http://localhost:5173 may not call the mock; start it "
              "with --control-cors http://localhost:5173\""));
    CHECK(has(refused("null"), "a page without an origin, such as a file, may not call the mock; "));
    CHECK(status_of({}, "POST /reset",
                    host + "Origin: http://localhost:8091\r\nSec-Fetch-Site: same-origin\r\n") == 200);
    CHECK(status_of({}, "GET /version",
                    host + "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n") == 200);
    CHECK(status_of({}, "POST /reset", host + "Sec-Fetch-Site: none\r\n") == 200);
}

TEST_CASE("A page that --control-cors names may call, and its preflight is answered", "[control][access]") {
    const AccessRules rules{{}, {"http://localhost:5173"}, "secret"};
    const std::string page =
        "Host: localhost:8091\r\nOrigin: http://localhost:5173\r\nSec-Fetch-Site: same-site\r\n";
    const auto preflight = call(rules, "OPTIONS /reset",
                                page + "Access-Control-Request-Method: POST\r\n"
                                       "Access-Control-Request-Headers: content-type,authorization\r\n");
    CHECK(statuses_in(preflight).at(0) == 204);
    CHECK(has(preflight, "Access-Control-Allow-Origin: http://localhost:5173\r\n"));
    CHECK(has(preflight, "Access-Control-Allow-Headers: content-type,authorization\r\n"));
    CHECK(has(preflight, "Vary: Origin\r\n"));
    const auto answer = call(rules, "POST /reset", page + "Authorization: Bearer secret\r\n");
    CHECK(statuses_in(answer).at(0) == 200);
    CHECK(has(answer, "Access-Control-Allow-Origin: http://localhost:5173\r\n"));
    CHECK(status_of(rules, "OPTIONS /reset",
                    "Host: a\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n") ==
          403);
}

TEST_CASE("With a token, calls without it are refused, except the probes", "[control][access]") {
    const AccessRules rules{{}, {}, "secret"};
    const std::string host = "Host: localhost\r\n";
    for (const auto* header : {"", "Authorization: Bearer\r\n", "Authorization: Bearer secret2\r\n",
                               "Authorization: Basic secret\r\n", "Authorization: Bearer SECRET\r\n"}) {
        CAPTURE(header);
        const auto answer = call(rules, "GET /journal", host + header);
        CHECK(statuses_in(answer).at(0) == 401);
        CHECK(has(answer, "WWW-Authenticate: Bearer\r\n"));
        CHECK_FALSE(has(answer, "secret"));
    }
    CHECK(status_of(rules, "GET /journal", host + "authorization: bearer secret\r\n") == 200);
    CHECK(status_of(rules, "GET /healthz", host) == 200);
    CHECK(status_of(rules, "GET /readyz", host) == 200);
}
