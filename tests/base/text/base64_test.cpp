#include "base/text/base64.hpp"

#include "support/catch.hpp"

namespace chatmock {

TEST_CASE("Base64 decodes padded text", "[base]") {
    CHECK(decode_base64("AQIDBA==") == std::string("\x01\x02\x03\x04"));
    CHECK(decode_base64("aGVsbG8=") == std::string("hello"));
}

TEST_CASE("Base64 decodes text without padding", "[base]") {
    CHECK(decode_base64("AQIDBA") == std::string("\x01\x02\x03\x04"));
    CHECK(decode_base64("aGVsbG8") == std::string("hello"));
}

TEST_CASE("Base64 reads the standard and the URL-safe alphabet alike", "[base]") {
    CHECK(decode_base64("+/+/") == std::string("\xfb\xff\xbf"));
    CHECK(decode_base64("-_-_") == std::string("\xfb\xff\xbf"));
}

TEST_CASE("Base64 of nothing is nothing", "[base]") { CHECK(decode_base64("") == std::string()); }

TEST_CASE("Base64 keeps zero bytes", "[base]") { CHECK(decode_base64("AAA=") == std::string(2, '\0')); }

TEST_CASE("Base64 refuses letters outside its alphabets", "[base]") {
    CHECK_FALSE(decode_base64("a b="));
    CHECK_FALSE(decode_base64("YQ==\n"));
    CHECK_FALSE(decode_base64("YQ=YQ="));
    CHECK_FALSE(decode_base64("h\xc3\xa9ll"));
}

TEST_CASE("Base64 refuses a length that no bytes have", "[base]") {
    for (const auto* text : {"aGVsb", "YQ=", "YQ===", "YWI==", "====", "="}) {
        CAPTURE(text);
        CHECK_FALSE(decode_base64(text));
    }
}

TEST_CASE("Base64 in lines is read as if it were in one", "[base]") {
    for (const auto* text : {"AQID", "AQID\n", "AQ\r\nID", " A Q\tID "})
        CHECK(decode_wrapped_base64(text) == "\x01\x02\x03");
    for (const auto* text : {"A", "A\n", "AQ\vID", "not base64!"}) CHECK_FALSE(decode_wrapped_base64(text));
}

// The right side is the result of Node 20: Buffer.from(text, 'base64').
TEST_CASE("Base64 of the wire is read as Node reads it", "[base]") {
    const std::string three = "\x01\x02\x03";
    for (const auto* text :
         {"AQID", "AQ ID", "AQ\nID", "AQ\r\nID", "AQID=", "AQID===", "AQ!ID", "AQIDA", "\tAQID\v"})
        CHECK(decode_base64_leniently(text) == three);
    for (const auto* text : {"AQ", "AQ=", "AQ==", "AQ==\n", "AQ=\n=", "AQ==AQ==", "AQ=ID", "\u00e9 AQ"})
        CHECK(decode_base64_leniently(text) == "\x01");
    for (const auto* text : {"AQI", "AQI=", "AQI=AQI="}) CHECK(decode_base64_leniently(text) == "\x01\x02");
    for (const auto* text : {"", "A", "====", "=AQID", "A=QID", "!"})
        CHECK(decode_base64_leniently(text).empty());
    CHECK(decode_base64_leniently("A-_D") == "\x03\xef\xc3");
}

TEST_CASE("Base64 encodes in the standard alphabet, padded", "[base]") {
    CHECK(encode_base64("").empty());
    CHECK(encode_base64("a") == "YQ==");
    CHECK(encode_base64("ab") == "YWI=");
    CHECK(encode_base64("abc") == "YWJj");
    CHECK(encode_base64("\x01\x02\x03\x04") == "AQIDBA==");
    CHECK(encode_base64("\xfb\xff\xbf") == "+/+/");
}

TEST_CASE("Base64 that was encoded is decoded to the same bytes", "[base]") {
    std::string bytes;
    for (int i = 0; i < 300; ++i) {
        bytes += static_cast<char>(i * 7);
        CHECK(decode_base64(encode_base64(bytes)) == bytes);
    }
}

} // namespace chatmock
