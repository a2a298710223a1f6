#include "engineio/codec/unicode.hpp"

#include "support/catch.hpp"

namespace chatmock::engineio {

namespace {

const std::string one_of_each = "a\u00e9\u20ac\U0001f600"; // 1, 2, 3 and 4 bytes; 1, 1, 1 and 2 units

std::string encoded_twice(std::string_view utf8) {
    std::string twice;
    for (const char byte : utf8) {
        const auto value = static_cast<unsigned char>(byte);
        if (value < 0x80) twice += byte;
        else twice += {static_cast<char>(0xc0U | (value >> 6U)), static_cast<char>(0x80U | (value & 0x3fU))};
    }
    return twice;
}

} // namespace

TEST_CASE("Text is as long as its UTF-16 code units are many", "[engineio]") {
    CHECK(utf16_length("") == 0);
    CHECK(utf16_length("hello") == 5);
    CHECK(utf16_length(one_of_each) == 5);
}

TEST_CASE("A number of code units is a number of bytes, unless it cuts a character", "[engineio]") {
    CHECK(bytes_of_utf16(one_of_each, 0) == 0);
    CHECK(bytes_of_utf16(one_of_each, 1) == 1);
    CHECK(bytes_of_utf16(one_of_each, 2) == 3);
    CHECK(bytes_of_utf16(one_of_each, 3) == 6);
    CHECK(bytes_of_utf16(one_of_each, 4) == std::nullopt);
    CHECK(bytes_of_utf16(one_of_each, 5) == 10);
    CHECK(bytes_of_utf16(one_of_each, 6) == std::nullopt);
    CHECK(bytes_of_utf16(one_of_each + "b", 5) == 10);
}

TEST_CASE("Code units are also counted in text that is not UTF-8", "[engineio]") {
    for (int lead = 0; lead < 256; ++lead) {
        const std::string text = {static_cast<char>(lead), '\x80', 'a'};
        const auto units = utf16_length(text);
        CHECK(bytes_of_utf16(text, units) == 3);
        CHECK(bytes_of_utf16(text, units + 1) == std::nullopt);
    }
}

TEST_CASE("JSON says the same in ASCII", "[engineio]") {
    CHECK(escape_to_ascii(R"(["a\n",1])") == R"(["a\n",1])");
    CHECK(escape_to_ascii("\"" + one_of_each + "\"") == R"("a\u00e9\u20ac\ud83d\ude00")");
    CHECK(escape_to_ascii("\U00010000\U0010ffff\u007f\u0080") == "\\ud800\\udc00\\udbff\\udfff\x7f\\u0080");
    CHECK(escape_to_ascii("\xe9"
                          "a") == R"(\ufffda)");
}

TEST_CASE("Text that was encoded twice is recognised", "[engineio]") {
    CHECK(undo_double_utf8(encoded_twice(one_of_each)) == one_of_each);
    CHECK(undo_double_utf8("\u00c3\u00a9") == "\u00e9");
}

TEST_CASE("Text that was encoded once is left alone", "[engineio]") {
    CHECK(undo_double_utf8("") == std::nullopt);
    CHECK(undo_double_utf8("hello") == std::nullopt);
    CHECK(undo_double_utf8("\u00e9") == std::nullopt);             // as bytes, not UTF-8
    CHECK(undo_double_utf8("\u00c3\u00a9\u20ac") == std::nullopt); // not a byte
    CHECK(undo_double_utf8("\xc3\xa9\xff") == std::nullopt);
}

} // namespace chatmock::engineio
