#include "engineio/codec/jsonp.hpp"

#include "support/catch.hpp"

namespace chatmock::engineio {

TEST_CASE("A handshake with an index asks for JSONP", "[engineio]") {
    CHECK(jsonp_callback({{"j", "7"}}) == "___eio[7]");
    CHECK(jsonp_callback({{"j", ""}}) == "___eio[]");
    CHECK(jsonp_callback({{"EIO", "3"}}) == std::nullopt);
}

TEST_CASE("Nothing but digits reaches the script", "[engineio]") {
    CHECK(jsonp_callback({{"j", "1];alert(2)//"}}) == "___eio[12]");
}

TEST_CASE("A payload becomes a string literal of the script", "[engineio]") {
    CHECK(encode_jsonp("___eio[0]", "2:4a") == R"(___eio[0]("2:4a");)");
    CHECK(encode_jsonp("f", "\"\\\n\x1e") == R"(f("\"\\\n\u001e");)");
    CHECK(encode_jsonp("f", "\u00e9\U0001f600") == "f(\"\u00e9\U0001f600\");");
}

TEST_CASE("The separators of lines and paragraphs, which end a script's line, are escaped", "[engineio]") {
    CHECK(encode_jsonp("f", "a\u2028b\u2029c\u2027\u202a") == "f(\"a\\u2028b\\u2029c\u2027\u202a\");");
}

TEST_CASE("A form's payload is decoded", "[engineio]") {
    CHECK(decode_jsonp("d=4a%22+%C3%A9") == "4a\" \u00e9");
    CHECK(decode_jsonp("x=1&d=2%3A4a&y=2") == "2:4a");
    CHECK(decode_jsonp("d=") == "");
}

TEST_CASE("A form without a payload has none", "[engineio]") {
    CHECK(decode_jsonp("") == std::nullopt);
    CHECK(decode_jsonp("e=4a") == std::nullopt);
}

TEST_CASE("Newlines that were escaped for the form are restored", "[engineio]") {
    CHECK(decode_jsonp(R"(d=a\nb)") == "a\nb");
    CHECK(decode_jsonp(R"(d=a\\nb)") == R"(a\nb)");
    CHECK(decode_jsonp(R"(d=a\\\nb)") == R"(a\\nb)");
    CHECK(decode_jsonp(R"(d=a\tb\)") == R"(a\tb\)");
}

} // namespace chatmock::engineio
