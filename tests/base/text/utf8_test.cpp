#include "base/text/utf8.hpp"

#include "support/catch.hpp"

namespace chatmock {

TEST_CASE("UTF-8 is distinguished from other bytes", "[base]") {
    CHECK(is_utf8(""));
    CHECK(is_utf8("a\u00e9\u20ac\U0001f600")); // 1, 2, 3 and 4 bytes
    CHECK(is_utf8("\u0080\u07ff\u0800\uffff\U00010000\U0010ffff"));
    for (const auto* text : {"\x80", "\xe9", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xc3(", "\xff"})
        CHECK_FALSE(is_utf8(text));
}

TEST_CASE("Overlong forms, surrogates and numbers beyond Unicode are not UTF-8", "[base]") {
    for (const auto* text : {"\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xf0\x80\x80\x80",
                             "\xed\xa0\x80", "\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80"})
        CHECK_FALSE(is_utf8(text));
}

TEST_CASE("A character that was appended is read again, a lone surrogate too", "[base]") {
    for (const char32_t code_point :
         {0x0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdfff, 0xe000, 0xffff, 0x10000, 0x10ffff}) {
        std::string text;
        append_character(code_point, text);
        const auto read = first_character(text);
        REQUIRE(read);
        CHECK(read->code_point == code_point);
        CHECK(read->bytes == text.size());
        CHECK(is_utf8(text) != is_surrogate(code_point));
    }
}

// The right side is the result of Node 20: new TextDecoder().decode(), or setEncoding('utf8').
TEST_CASE("Ill-formed parts are replaced one for one with Node", "[base]") {
    CHECK(well_formed("a\u00e9\u20ac\U0001f600") == "a\u00e9\u20ac\U0001f600");
    CHECK(well_formed("a\xff"
                      "b") == "a\ufffd"
                              "b");
    CHECK(well_formed("\xed\xa0\xbd") == "\ufffd\ufffd\ufffd");
    CHECK(well_formed("\xe2\x82") == "\ufffd");
    CHECK(well_formed("\xe2\x82(") == "\ufffd(");
    CHECK(well_formed("\xf0\x9f\x98") == "\ufffd");
    CHECK(well_formed("\xf4\x90\x80\x80") == "\ufffd\ufffd\ufffd\ufffd");
    CHECK(well_formed("\xc0\x80") == "\ufffd\ufffd");
    CHECK(well_formed("\xe0\x80\x80") == "\ufffd\ufffd\ufffd");
}

} // namespace chatmock
