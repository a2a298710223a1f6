#include "http/cookie_jar.hpp"

#include "http/cookie_date.hpp"
#include "support/catch.hpp"

#include <string>

namespace chatmock::http {

namespace {

const Instant noon = *from_iso8601("2026-01-01T12:00:00Z");

struct Story {
    CookieJar jar{"chat.example.com"};
    Instant now = noon;

    Story& takes(std::string_view header, std::string_view path = "/socket.io/") {
        jar.take(header, path, now);
        return *this;
    }
    std::string sent(std::string_view path = "/socket.io/", bool secure = false) const {
        return jar.header_for(path, secure, now);
    }
};

std::string date(std::string_view text) {
    const auto instant = parse_cookie_date(text);
    return instant ? to_iso8601(*instant) : "none";
}

} // namespace

TEST_CASE("A cookie is sent back with unchanged name and value", "[transport]") {
    CHECK(Story().sent().empty());
    CHECK(Story().takes("LB=here; Path=/").sent() == "LB=here");
    CHECK(Story().takes("LB=here").sent() == "LB=here");
    CHECK(Story().takes("  LB =  a=b \"c\"  ; HttpOnly; SameSite=Lax").sent() == "LB=a=b \"c\"");
    CHECK(Story().takes("LB=").sent() == "LB=");
    CHECK(Story().takes("A=1").takes("B=2").sent() == "A=1; B=2");
}

TEST_CASE("A header without a cookie is ignored", "[transport]") {
    for (const auto* header : {"", ";", "no value", "=value", "A=1\r\nX: y", "A=\x01"}) {
        CAPTURE(header);
        CHECK(Story().takes(header).sent().empty());
    }
    CHECK(Story().takes("A=" + std::string(CookieJar::cookie_bytes_max, 'x')).sent().empty());
}

TEST_CASE("A cookie goes to the paths below its own, the longest path first", "[transport]") {
    Story story;
    story.takes("ROOT=1; Path=/").takes("CHAT=2; path=/chat").takes("NONE=3", "/chat/socket.io/");
    CHECK(story.sent("/chat/socket.io/") == "NONE=3; CHAT=2; ROOT=1");
    CHECK(story.sent("/chat") == "CHAT=2; ROOT=1");
    CHECK(story.sent("/chats") == "ROOT=1");
    CHECK(story.sent("/") == "ROOT=1");
    CHECK(Story().takes("A=1; Path=relative", "/chat/x").sent("/chat/y") == "A=1");
    CHECK(Story().takes("A=1", "/x").sent("/y") == "A=1");
}

TEST_CASE("A secure cookie goes over TLS alone", "[transport]") {
    Story story;
    story.takes("S=1; Secure; Path=/");
    CHECK(story.sent("/").empty());
    CHECK(story.sent("/", true) == "S=1");
}

TEST_CASE("A cookie is replaced by its name and path, and keeps its place", "[transport]") {
    Story story;
    story.takes("A=1; Path=/").takes("B=1; Path=/").takes("A=2; Path=/");
    CHECK(story.sent() == "A=2; B=1");
    CHECK(story.takes("A=3; Path=/socket.io").sent() == "A=3; A=2; B=1");
}

TEST_CASE("A cookie ends at its time, Max-Age before Expires, and one that has ended is deleted",
          "[transport]") {
    Story story;
    story.takes("A=1; Max-Age=10").takes("B=1; Expires=Thu, 01 Jan 2026 12:00:20 GMT");
    story.takes("C=1; Max-Age=30; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
    story.takes("D=1; Max-Age=soon; Expires=never").takes("E=1; Max-Age=99999999999999999999");
    CHECK(story.sent() == "A=1; B=1; C=1; D=1; E=1");
    story.now += std::chrono::seconds(10);
    CHECK(story.sent() == "B=1; C=1; D=1; E=1");
    story.now += std::chrono::seconds(10);
    CHECK(story.sent() == "C=1; D=1; E=1");
    CHECK(story.takes("C=; Max-Age=0").sent() == "D=1; E=1");
    CHECK(story.takes("D=; Expires=Thu, 01 Jan 1970 00:00:00 GMT").sent() == "E=1");
    CHECK(story.takes("E=; Max-Age=-1").sent().empty());
}

TEST_CASE("A cookie of another host's domain is ignored", "[transport]") {
    CHECK(Story().takes("A=1; Domain=example.com").sent() == "A=1");
    CHECK(Story().takes("A=1; Domain=.Chat.Example.com").sent() == "A=1");
    CHECK(Story().takes("A=1; Domain=").sent() == "A=1");
    CHECK(Story().takes("A=1; Domain=other.example.com").sent().empty());
    CHECK(Story().takes("A=1; Domain=ample.com").sent().empty());
    CookieJar address("10.0.0.1");
    address.take("A=1; Domain=0.0.1", "/", noon);
    CHECK(address.header_for("/", false, noon).empty());
}

TEST_CASE("The cookies of a service are bounded, and the oldest goes", "[transport]") {
    Story story;
    for (std::size_t i = 0; i <= CookieJar::cookies_max; ++i) story.takes("C" + std::to_string(i) + "=1");
    const auto sent = story.sent();
    CHECK(sent.rfind("C1=1; C2=1; ", 0) == 0);
    CHECK(sent.find("C" + std::to_string(CookieJar::cookies_max) + "=1") != std::string::npos);
}

TEST_CASE("Dates are read in every form that servers write", "[transport]") {
    const std::string expected = "1994-11-06T08:49:37.000Z";
    CHECK(date("Sun, 06 Nov 1994 08:49:37 GMT") == expected);
    CHECK(date("Sunday, 06-Nov-94 08:49:37 GMT") == expected);
    CHECK(date("Sun Nov  6 08:49:37 1994") == expected);
    CHECK(date("6 november 1994 8:49:37") == expected);
    CHECK(date("Wed, 01-Jan-69 00:00:00 GMT") == "2069-01-01T00:00:00.000Z");
    for (const auto* text :
         {"", "never", "0", "Sun, 06 Nov 1994", "31 Feb 2026 00:00:00", "32 Jan 2026 00:00:00",
          "1 Jan 2026 24:00:00", "1 Jan 2026 00:60:00", "1 Jan 1500 00:00:00"}) {
        CAPTURE(text);
        CHECK(date(text) == "none");
    }
}

} // namespace chatmock::http
