#include "schema/pattern/pattern.hpp"

#include "support/results.hpp"

namespace chatmock::schema {

namespace {

bool matches(std::string_view pattern, std::string_view text) {
    auto effort = Effort::for_payload(text.size());
    return expect_value(Pattern::compile(pattern)).search(text, effort) == Match::found;
}

std::string refusal_of(std::string_view pattern) { return expect_error(Pattern::compile(pattern)).message; }

} // namespace

TEST_CASE("A pattern counts characters, not bytes", "[schema][pattern]") {
    CHECK(matches("^.{1,3}$", "äöü"));
    CHECK_FALSE(matches("^.{1,3}$", "abcd"));
    CHECK(matches("^.$", "🐲"));
    CHECK(matches("^[äöü]$", "ä"));
    CHECK_FALSE(matches("^[äöü]$", "x"));
    CHECK(matches("^\\S$", "é"));
    CHECK(matches(std::string("^a\\0b$"), std::string_view("a\0b", 3)));
}

TEST_CASE("A lone surrogate is a character that is neither letter nor space", "[schema][pattern]") {
    const std::string_view cut_emoji = "a\xed\xa0\xbd"; // JSON writes it as "a\ud83d"
    for (const auto* pattern : {"^..$", "^a\\W$", "^a\\S$", "^a[^b]$", "^a\\P{L}$", "a"}) {
        CAPTURE(pattern);
        CHECK(matches(pattern, cut_emoji));
    }
    for (const auto* pattern : {"^.$", "^...$", "^\\w+$", "\\s"}) {
        CAPTURE(pattern);
        CHECK_FALSE(matches(pattern, cut_emoji));
    }
}

TEST_CASE("A pattern's escapes are those of ECMA-262", "[schema][pattern]") {
    for (const auto* pattern : {"^\\u00e9$", "^\\xe9$", "^\\u{e9}$", "^[\\u00e0-\\u00ef]$", "^\\p{L}$",
                                "^\\p{Letter}$", "^\\p{Lowercase_Letter}$", "^\\p{Script=Latin}$",
                                "^\\p{sc=Latn}$", "^\\P{Lu}$", "^[^\\p{Lu}]$", "^\\W$", "^\\D$", "^[\\S]$"}) {
        CAPTURE(pattern);
        CHECK(matches(pattern, "é"));
    }
    CHECK(matches("^\\ud83d\\udc32$", "🐲"));
    CHECK(matches("^\\u{1f432}$", "🐲"));
    CHECK(matches("^[\\ud83d\\udc30-\\ud83d\\udc35]$", "🐲"));
    CHECK(matches("^\\cC$", "\x03"));
    CHECK(matches("^\\t\\n\\v\\f\\r$", "\t\n\v\f\r"));
    CHECK(matches("^[\\b]$", "\b"));
    CHECK_FALSE(matches("^\\d$", "৪"));
    CHECK_FALSE(matches("^\\w$", "é"));
    for (const auto* space : {"\u00a0", "\ufeff", "\u2029", "\u2003", " ", "\v"}) {
        CHECK(matches("^\\s$", space));
        CHECK(matches("^[\\s]$", space));
        CHECK_FALSE(matches("^\\S$", space));
        CHECK_FALSE(matches("^[\\S]$", space));
        CHECK(matches("^[^\\S]$", space));
    }
    CHECK_FALSE(matches("^\\s$", "\u180e"));
}

TEST_CASE("Anchors, dots, classes and braces are those of ECMA-262", "[schema][pattern]") {
    CHECK_FALSE(matches("^abc$", "abc\n"));
    for (const auto* end : {"\n", "\r", "\u2028", "\u2029"}) CHECK_FALSE(matches("^.$", end));
    CHECK(matches("^.$", "\u0085"));
    CHECK_FALSE(matches("[]", "a"));
    CHECK(matches("^[^]$", "\n"));
    CHECK(matches("^[[:alpha:]$", ":"));
    CHECK(matches("^[a-]$", "-"));
    CHECK(matches("^[\\w-x]$", "-"));
    CHECK(matches("^{a}$", "{a}"));
    CHECK(matches("^a{,2}$", "a{,2}"));
    CHECK(matches("^a{2}$", "aa"));
    CHECK(matches("^\\/\\-\\.$", "/-."));
}

TEST_CASE("Groups, references and assertions are those of ECMA-262", "[schema][pattern]") {
    CHECK(matches("^(a)\\1$", "aa"));
    CHECK(matches("^(?<year>\\d{4})-\\k<year>$", "2020-2020"));
    CHECK(matches("^(?<länge>a)\\k<länge>$", "aa"));
    CHECK(matches("^\\k<n>(?<n>a)$", "a")); // an unmatched group is empty
    CHECK(matches("^(?:b|(a))\\1c$", "bc"));
    CHECK(matches("^(?=a)a(?!b)", "ac"));
    CHECK(matches("(?<=\\$)\\d", "$1"));
    CHECK_FALSE(matches("(?<!\\$)\\d", "$1"));
}

TEST_CASE("Syntax that ECMA-262 lacks is refused with a message", "[schema][pattern]") {
    for (const auto* pattern : {"a++",     "(?>a)",     "(?i)a",
                                "(?#a)",   "(?|a)",     "(?R)",
                                "(*FAIL)", "\\Aa",      "a\\Z",
                                "\\Qa\\E", "\\a",       "\\h",
                                "\\R",     "\\X",       "\\C",
                                "\\01",    "\\1",       "\\k<a>",
                                "\\u12",   "\\x1",      "\\c1",
                                "\\ud83d", "[\\ud83d]", "\\p{Nonsense}",
                                "\\p{L",   "[z-a]",     "(",
                                ")",       "[",         "\\",
                                "a**",     "*",         "(?<a>b)(?<a>c)",
                                "(?<=a+)b"}) {
        CAPTURE(pattern);
        const auto message = refusal_of(pattern);
        CHECK(message.rfind("expected a regular expression (ECMA-262), got ", 0) == 0);
        CHECK(message.size() < 250);
    }
    CHECK(refusal_of("\\Aa") ==
          R"(expected a regular expression (ECMA-262), got "\\Aa": ECMA-262 has no escape \A)");
}

TEST_CASE("A pattern and a text that would take for ever end after so many steps", "[schema][pattern]") {
    const std::string many_a(100000, 'a');
    for (const auto* pattern : {"^(a+)+$", "^(a|a)*$", "(.*)*b$", "^(\\w+\\s?)*$", "(a*)*b", "a*b",
                                "^(?=(a+)+$)", "(?:a?){30}a{30}$b"}) {
        CAPTURE(pattern);
        auto effort = Effort::for_payload(0);
        const auto compiled = expect_value(Pattern::compile(pattern));
        CHECK(compiled.search(many_a + "!", effort) != Match::found);
        CHECK(effort.pattern_steps <= Effort::for_payload(0).pattern_steps);
    }
    auto effort = Effort::for_payload(0);
    CHECK(expect_value(Pattern::compile("^(a+)+$")).search(std::string(40, 'a') + "!", effort) ==
          Match::too_costly);
    CHECK(expect_value(Pattern::compile("b")).search("b", effort) == Match::too_costly); // no steps are left
}

} // namespace chatmock::schema
