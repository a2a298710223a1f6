#include "base/json/binary_json.hpp"

#include "support/results.hpp"

namespace chatmock {

namespace {

Json bytes(std::size_t count) { return Json::binary(SharedBytes(std::string(count, 'b'))); }

std::string again(std::string_view text) {
    return to_text(with_bytes_written(with_bytes_read(json_of(text))));
}

Error refusal_of(std::string_view text) { return expect_error(check_bytes(json_of(text), "/data")); }

} // namespace

TEST_CASE("Bytes are written as base64, and read again", "[base]") {
    const Json list = {"text", Json::binary({0, 1, 255}), {{"deep", {Json::binary({})}}}};
    const auto written = with_bytes_written(list);
    CHECK(to_text(written) == R"(["text",{"$binary":"AAH/"},{"deep":[{"$binary":""}]}])");
    CHECK(with_bytes_read(written) == list);
    CHECK(has_bytes(list));
    CHECK_FALSE(has_bytes(written));
    CHECK(has_readable_bytes(list));
    CHECK(has_readable_bytes(written));
}

TEST_CASE("Only exactly written bytes are read as bytes", "[base]") {
    for (const auto* text :
         {R"({"$binary":"no base64!"})", R"({"$binary":1})", R"({"$binary":"AAH/","bytes":3})"}) {
        CAPTURE(text);
        CHECK(with_bytes_read(json_of(text)) == json_of(text));
        CHECK_FALSE(has_readable_bytes(json_of(text)));
    }
}

TEST_CASE("Bytes that together are too many to be written are cut, and say how many there are", "[base]") {
    const auto list = Json::array({bytes(300), bytes(300), bytes(600), bytes(3), bytes(60)});
    const auto written = with_bytes_written(list, 804);
    CHECK(written[0] == with_bytes_written(bytes(300)));
    CHECK(written[1] == written[0]);
    CHECK(to_text(written[2]) == R"({"$binary":"YmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJi…","bytes":600})");
    CHECK(written[3] == with_bytes_written(bytes(3)));
    CHECK(written[4].at("bytes") == 60);
    CHECK(with_bytes_read(written)[4] == written[4]);
}

TEST_CASE("Values that share their bytes do not make a text without bound", "[base]") {
    const auto shared = bytes(1000000);
    const Json list = Json(std::vector<Json>(30000, shared));
    CHECK(to_text(with_bytes_written(list)).size() < written_base64_max + 30000 * 100);
}

TEST_CASE("Bytes are not a list of numbers", "[base]") {
    CHECK(Json::binary({1, 2}) == Json::binary({1, 2}));
    CHECK(Json::binary({1, 2}) != Json::binary({1, 3}));
    CHECK(Json::binary({1, 2}) != Json::array({1, 2}));
    CHECK(Json::binary({1, 2}) < Json::binary({1, 3}));
}

TEST_CASE("Bytes are read from base64, in lines too", "[base]") {
    for (const auto* text : {R"({"$binary":"AQID"})", R"({"$binary":"AQID\n"})", R"({"$binary":"AQ\r\nID"})",
                             R"({"$binary":" AQ ID\t"})"}) {
        CAPTURE(text);
        CHECK(check_bytes(json_of(text), ""));
        CHECK(again(text) == R"({"$binary":"AQID"})");
    }
    CHECK(again(R"({"a":[{"$binary":"_-8"}]})") == R"({"a":[{"$binary":"/+8="}]})");
    CHECK(again(R"({"$binary":""})") == R"({"$binary":""})");
}

TEST_CASE("Malformed base64 in place of bytes is refused at its place", "[base]") {
    for (const auto* text : {R"({"$binary":"A"})", R"({"$binary":"not base64!"})", R"({"$binary":"AQ="})",
                             R"({"$binary":"===="})", R"({"$binary":7})", R"({"$binary":null})"}) {
        CAPTURE(text);
        CHECK(refusal_of(text).at == "/data/$binary");
        CHECK(refusal_of(text).code == ErrorCode::invalid_value);
    }
    CHECK(refusal_of(R"([1,{"a":{"$binary":"A"}}])").at == "/data/1/a/$binary");
    CHECK(refusal_of(R"({"$binary":"A"})").message == R"(expected bytes as base64, got "A")");
}

TEST_CASE("An object that has more than the mark is an object", "[base]") {
    constexpr auto text = R"({"$binary":"A","b":1})";
    CHECK(check_bytes(json_of(text), ""));
    CHECK(again(text) == text);
}

} // namespace chatmock
