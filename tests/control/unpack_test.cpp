#include "control/unpack.hpp"

#include "support/results.hpp"

#include <string>
#include <string_view>

namespace chatmock::control {

namespace {

using namespace std::string_view_literals;

constexpr auto text = R"({"a":1})"sv;
constexpr auto gzip =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x4a\x54\xb2\x32\xac\x05\x00\xaf\xac\x1b\x56\x07\x00\x00\x00"sv;
constexpr auto deflate = "\x78\x9c\xab\xae\x05\x00\x01\x75\x00\xf9"sv;
constexpr auto brotli = "\x8b\x00\x80\x7b\x7d\x03"sv;

std::string unpacked(std::string_view body, std::string_view encoding) {
    auto whole = unpack(std::string(body), encoding, 1000);
    return whole ? *whole : whole.error().message;
}

} // namespace

TEST_CASE("A packed body is unpacked in each coding", "[control]") {
    CHECK(unpacked(gzip, "gzip") == text);
    CHECK(unpacked(gzip, "X-GZIP") == text);
    CHECK(unpacked(deflate, "deflate") == "{}");
    CHECK(unpacked(brotli, "br") == "{}");
    CHECK(unpacked("", "gzip").empty());
    CHECK(unpacked(std::string(gzip) + std::string(gzip), "gzip") == std::string(text) + std::string(text));
}

TEST_CASE("A packed body that is cut off anywhere, or has more behind it, is damaged", "[control]") {
    const std::pair<std::string_view, std::string_view> bodies[] = {
        {gzip, "gzip"}, {deflate, "deflate"}, {brotli, "br"}};
    for (const auto& [body, encoding] : bodies) {
        const auto message = "expected a body in the Content-Encoding \"" + std::string(encoding) +
                             "\", got one that does not unpack";
        for (std::size_t bytes = 1; bytes < body.size(); ++bytes) {
            CAPTURE(encoding, bytes);
            CHECK(unpacked(body.substr(0, bytes), encoding) == message);
        }
        CHECK(unpacked(std::string(body) + "x", encoding) == message);
        CHECK(unpacked(std::string(body) + std::string(deflate), encoding) == message);
        CHECK(unpacked("x", encoding) == message);
    }
}

TEST_CASE("Unpacking stops at the limit, also between two members", "[control]") {
    CHECK(expect_value(unpack(std::string(gzip), "gzip", text.size())) == text);
    CHECK(expect_error(unpack(std::string(gzip), "gzip", text.size() - 1)).code == ErrorCode::body_too_large);
    CHECK(expect_error(unpack(std::string(gzip) + std::string(gzip), "gzip", text.size())).code ==
          ErrorCode::body_too_large);
}

} // namespace chatmock::control
