#include "base/json/json_writer.hpp"

#include "support/results.hpp"

#include <cstdint>
#include <limits>

namespace chatmock {

TEST_CASE("Values written one by one equal the library's text of the tree", "[base]") {
    const Json tree = json_of(R"({"a":1,"b":[],"c":{},"d":["x",true,{"e":-2.5,"f":null},[[]]],"":"last"})");
    JsonWriter out;
    out.begin_object().member("a", 1).name("b").begin_array().end_array();
    out.name("c").begin_object().end_object().name("d").begin_array().value("x").value(true);
    out.begin_object().member("e", Json(-2.5)).member("f", Json()).end_object();
    out.begin_array().begin_array().end_array().end_array().end_array();
    out.member("", "last").end_object();
    CHECK(out.text() == to_text(tree));
}

TEST_CASE("Every byte of a string and of a name is escaped as the library escapes it", "[base]") {
    for (int byte = 0; byte < 256; ++byte) {
        const auto c = static_cast<char>(byte);
        for (const auto& text : {std::string(1, c), std::string{'a', c, 'b'}, std::string{c, c, '"'}}) {
            CAPTURE(byte);
            JsonWriter out;
            out.begin_object().member(text, text).end_object();
            CHECK(out.text() == to_text(Json{{text, text}}));
        }
    }
}

// Character by character, as RFC 8259, section 7, has it.
std::string escaped(const std::string& ascii) {
    std::string json = "\"";
    for (const char c : ascii) {
        const auto named = std::string("\b\t\n\f\r\"\\").find(c);
        if (named != std::string::npos && c != '\0') json.append({'\\', "btnfr\"\\"[named]});
        else if (c < ' ')
            json.append("\\u00").append(1, c < 16 ? '0' : '1').append(1, "0123456789abcdef"[c % 16]);
        else json += c;
    }
    return json += '"';
}

TEST_CASE("A string is escaped wherever a special character stands in it", "[base]") {
    for (int byte = 0; byte < 128; ++byte) {
        for (const std::size_t size : {1U, 7U, 8U, 9U, 17U, 260U, 600U}) {
            for (std::size_t at = 0; at < size; at += size < 20 ? 1 : 31) {
                std::string text(size, 'a');
                text[at] = static_cast<char>(byte);
                text.back() = text.front();
                CAPTURE(byte, size, at);
                CHECK(JsonWriter().value(text).text() == escaped(text));
            }
        }
    }
    const std::string quotes(1000, '"');
    CHECK(JsonWriter().value(quotes).text() == escaped(quotes));
}

TEST_CASE("Text of many languages is written as the library writes it", "[base]") {
    for (const auto* text : {"", "\\\"", "a\"b\\c", "é€😀", "שלום", "\xe2\x82", "\xf0\x9f\x98\x80\x80",
                             "\xed\xa0\x80", "ends in a bracket {", "ends in a colon:", "[", "\u2028"}) {
        CAPTURE(text);
        JsonWriter out;
        out.begin_array().value(text).value(text).end_array();
        CHECK(out.text() == to_text(Json::array({text, text})));
    }
}

TEST_CASE("Numbers are written whole", "[base]") {
    JsonWriter out;
    out.begin_array().value(std::numeric_limits<std::uint64_t>::max());
    out.value(std::numeric_limits<std::int64_t>::min()).value(0).end_array();
    CHECK(out.text() == "[18446744073709551615,-9223372036854775808,0]");
}

TEST_CASE("JSON that was written elsewhere takes its place, and nothing takes none", "[base]") {
    JsonWriter out;
    out.begin_object().json_text(R"("a":1,"b":2)").json_text("").member("c", 3).end_object();
    CHECK(out.text() == R"({"a":1,"b":2,"c":3})");
}

} // namespace chatmock
