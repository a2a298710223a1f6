// The console on the control port: its files, their headers, and access to them.
#include "control/unpack.hpp"
#include "support/catch.hpp"
#include "support/control_story.hpp"
#include "support/repository.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>

using namespace chatmock;
using namespace chatmock::control;

namespace {

constexpr std::size_t bytes_max = 150 * 1000;           // of the whole page
constexpr std::size_t unpacked_bytes_max = 1000 * 1000; // of one file

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string body_in(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

int status_of(ControlStory& story, std::string_view line, std::string_view headers = "") {
    return statuses_in(story.call(request(line, "", headers))).at(0);
}

} // namespace

TEST_CASE("The console's address leads to its page, from below any path", "[control][console]") {
    ControlStory story;
    for (const auto* line : {"GET /", "GET /ui", "HEAD /"}) {
        const auto answer = story.call(request(line));
        CHECK(statuses_in(answer) == std::vector<int>{307});
        CHECK(has(answer, "Location: ui/\r\n"));
    }
    const auto page = story.call(request("GET /ui/"));
    CHECK(statuses_in(page) == std::vector<int>{200});
    CHECK(has(page, "Content-Type: text/html; charset=utf-8\r\n"));
    CHECK(body_in(page) == text_of_file(repository() / "console/index.html"));
}

TEST_CASE("Each file of the console's folder is served as it is, and they are small", "[control][console]") {
    ControlStory story;
    std::size_t bytes = 0; // on the way
    for (const auto& entry : std::filesystem::recursive_directory_iterator(repository() / "console")) {
        const auto extension = entry.path().extension().string();
        if (extension != ".html" && extension != ".js" && extension != ".css" && extension != ".svg")
            continue;
        const auto name = std::filesystem::relative(entry.path(), repository() / "console").string();
        CAPTURE(name);
        const auto answer = story.call(request("GET /ui/" + name));
        CHECK(statuses_in(answer).at(0) == 200);
        CHECK(body_in(answer) == text_of_file(entry.path()));
        const auto packed = story.call(request("GET /ui/" + name, "", "Accept-Encoding: gzip, br\r\n"));
        CHECK(has(packed, "Content-Encoding: gzip\r\n"));
        CHECK(expect_value(unpack(body_in(packed), "gzip", unpacked_bytes_max)) ==
              text_of_file(entry.path()));
        bytes += body_in(packed).size();
    }
    CHECK(bytes > 10 * 1000);
    CHECK(bytes < bytes_max);
}

TEST_CASE("A browser runs only the console's own files, and opens sockets to its host alone",
          "[control][console]") {
    ControlStory story;
    const auto page = story.call(request("GET /ui/"));
    CHECK(has(page, "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "));
    CHECK(has(page, "connect-src 'self' ws://localhost:* wss://localhost:*;"));
    CHECK(has(page, "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'\r\n"));
    CHECK(has(page, "Cache-Control: no-store\r\n"));
    CHECK(has(page, "X-Content-Type-Options: nosniff\r\n"));
    for (const auto* host : {"a;script-src-*", "[::1]:8091", "a,b"}) {
        const auto other = story.call("GET /ui/ HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n");
        CHECK(has(other, "connect-src 'self' ws: wss:;"));
    }
}

TEST_CASE("With a token, the console's files alone are open", "[control][console]") {
    ControlStory story({{}, {}, "secret"});
    for (const auto* line : {"GET /", "GET /ui"}) CHECK(status_of(story, line) == 307);
    CHECK(status_of(story, "GET /ui/") == 200);
    for (const auto* line : {"GET /ui", "GET /ui/", "GET /ui/main.js"})
        CHECK(status_of(story, line, "Origin: http://evil.example\r\n") == 403);
    for (const auto* line : {"GET /journal", "GET /version", "GET //ui/", "GET /uix", "POST /reset"})
        CHECK(status_of(story, line) == 401);
    for (const auto* line : {"GET /ui/../journal", "GET /ui/%2e%2e/journal", "GET /ui/..%2fjournal"})
        CHECK(status_of(story, line) == 404);
    CHECK(status_of(story, "DELETE /ui/") == 405);
    CHECK(status_of(story, "GET /sandboxes/w3/ui/main.js") != 401);
    for (const auto* line : {"GET /sandboxes/w3/journal", "GET /sandboxes/w3%2fjournal/ui/",
                             "GET /sandboxes/w3/x/ui/", "GET /sandboxes", "POST /sandboxes/w3/reset?/ui/"})
        CHECK(status_of(story, line) == 401);
}

TEST_CASE("Without a console its addresses are unknown", "[control][console]") {
    ControlStory story({}, expect_value(console::Console::from("off")));
    CHECK(status_of(story, "GET /ui/") == 404);
    CHECK(has(story.call(request("GET /ui/main.js")), "--ui off"));
    CHECK(status_of(story, "GET /version") == 200);
}

TEST_CASE("A folder's files are read at each request, and none outside of it", "[control][console]") {
    const TemporaryFolder parent;
    const auto folder = (parent.path() / "ui").string();
    CHECK(console::Console::from(folder).error().code == ErrorCode::unreadable_file);
    parent.write("ui/index.html", "first");
    parent.write("ui/views/send.js", "view");
    parent.write("ui/.hidden.js", "no");
    parent.write("ui/notes.txt", "no");
    parent.write("outside.js", "no");
    ControlStory story({}, expect_value(console::Console::from(folder)));
    CHECK(body_in(story.call(request("GET /ui/"))) == "first");
    parent.write("ui/index.html", "second");
    CHECK(body_in(story.call(request("GET /ui/"))) == "second");
    CHECK(body_in(story.call(request("GET /ui/views/send.js"))) == "view");
    for (const auto* path : {"../outside.js", "%2e%2e%2foutside.js", "views/..%2f..%2foutside.js",
                             ".hidden.js", "notes.txt", "views", "missing.js", "%00.js"}) {
        CAPTURE(path);
        CHECK(status_of(story, "GET /ui/" + std::string(path)) == 404);
    }
}
