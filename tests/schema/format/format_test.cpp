#include "schema/format/format.hpp"

#include "support/catch.hpp"

#include <map>

namespace chatmock::schema {

namespace {

struct Samples {
    std::vector<std::string> right;
    std::vector<std::string> wrong;
};

const std::map<std::string, Samples> samples = {
    {"date-time",
     {{"2020-02-29T23:59:59Z", "2020-01-01t00:00:00.123456789z", "1998-12-31T23:59:60Z",
       "1998-12-31T15:59:60-08:00"},
      {"2021-02-29T00:00:00Z", "2020-01-01 00:00:00Z", "2020-01-01T24:00:00Z", "2020-01-01T00:00:60Z",
       "2020-01-01T00:00:00", "2020-01-01T00:00:00.Z", "2020-01-01T00:00:00+24:00", ""}}},
    {"date", {{"2000-02-29"}, {"1900-02-29", "2020-13-01", "2020-00-01", "20-01-01", "2020-1-1"}}},
    {"time", {{"00:00:00Z", "23:59:59+01:00"}, {"00:00Z", "00:00:00", "1:00:00Z", "00:00:00+0100"}}},
    {"duration",
     {{"P1Y2M3DT4H5M6S", "P1W", "PT1H", "P1M", "P1Y2M"},
      {"P", "PT", "P1YT", "1Y", "P1Y2D", "P1W1D", "PT1D", "P1"}}},
    {"uuid",
     {{"01234567-89ab-cdef-0123-456789ABCDEF"},
      {"0123456789abcdef0123456789abcdef", "g1234567-89ab-cdef-0123-456789abcdef"}}},
    {"email",
     {{"a@example.com", "\"a b\"@example.com", "a.b+c@[127.0.0.1]", "a@[IPv6:::1]"},
      {"a", "@b", "a..b@c", ".a@b", "a@-b", "é@b.c", "a@[127.0.0]"}}},
    {"idn-email", {{"é@bücher.example", "a@example.com"}, {"a", "é@"}}},
    {"hostname",
     {{"example.com", "a", "xn--bcher-kva.example"},
      {"", "-a", "a-", "a..b", "a_b", "ab--c", "xn--X", std::string(64, 'a')}}},
    {"idn-hostname", {{"bücher.example", "例え.jp"}, {"-ü", "〮한글", "a..ü"}}},
    {"ipv4",
     {{"127.0.0.1", "255.255.255.255"}, {"256.0.0.1", "1.2.3", "01.2.3.4", "1.2.3.4.5", "1.2.3.x", ""}}},
    {"ipv6",
     {{"::", "::1", "1::", "fe80::1:2", "1:2:3:4:5:6:7:8", "::ffff:127.0.0.1"},
      {"1", "1::2::3", ":1", "12345::", "1:2:3:4:5:6:7", "fe80::1%eth0", "::1.2.3", "1:2:3:4:5:6:7:8::"}}},
    {"uri",
     {{"http://a.b:1/c?d#e", "urn:isbn:1", "mailto:a@b", "http://[::1]/"},
      {"//a", "a", "http://a b", "http://[::1", ":a", "http://a/%zz", "http://ä"}}},
    {"uri-reference", {{"", "/a", "#b", "a?b", "//a"}, {"\\a", "a b", "1:b/c", "#a#b"}}},
    {"iri", {{"http://ä/ö?ü"}, {"ä", "http://ä b"}}},
    {"iri-reference", {{"ä", "#ü"}, {"\\ä"}}},
    {"uri-template",
     {{"http://a/{b}", "{?a*,b:3}", "{+a.b}", ""}, {"{", "}", "{a", "{}", "{a:0}", "{a..b}", "a b"}}},
    {"json-pointer", {{"", "/a~0b~1c", "/"}, {"a", "/~2", "/~", "#/a"}}},
    {"relative-json-pointer", {{"0", "1/a", "0#", "0+1/a"}, {"", "/a", "01", "-1", "1a", "0##"}}},
    {"regex", {{"^a+$", "\\p{L}"}, {"(", "\\a", "a++"}}},
};

} // namespace

TEST_CASE("Each format accepts valid texts and refuses others", "[schema][format]") {
    CHECK(samples.size() == 19);
    for (const auto& [name, each] : samples) {
        const auto* const format = format_named(name);
        REQUIRE(format != nullptr);
        for (const auto& text : each.right) {
            CAPTURE(name, text);
            CHECK(format->holds(text));
        }
        for (const auto& text : each.wrong) {
            CAPTURE(name, text);
            CHECK_FALSE(format->holds(text));
        }
    }
    CHECK(format_named("color") == nullptr);
}

} // namespace chatmock::schema
