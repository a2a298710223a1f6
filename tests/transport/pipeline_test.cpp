#include "transport/pipeline.hpp"

#include "support/catch.hpp"

#include <string>

namespace chatmock::transport {

namespace {

engineio::Respond respond(http::ExchangeId exchange, const std::string& body, bool torn = false) {
    return {exchange, {200, "", body, {}}, {exchange + 100}, torn};
}

std::string body_of(const Pipeline::Answer& answer) {
    return answer.bytes.substr(answer.bytes.find("\r\n\r\n") + 4);
}

} // namespace

TEST_CASE("answers leave in the order of their requests, each once", "[transport]") {
    Pipeline pipeline;
    for (const http::ExchangeId exchange : {1, 2, 3}) pipeline.expect({exchange, {}});
    pipeline.answer(respond(3, "three"));
    CHECK_FALSE(pipeline.next());
    pipeline.answer(respond(1, "one"));
    pipeline.answer(respond(1, "again"));
    pipeline.answer(respond(4, "nobody asked"));
    const auto one = pipeline.next();
    REQUIRE(one);
    CHECK(body_of(*one) == "one");
    CHECK(one->receipts == std::vector<engineio::Receipt>{101});
    CHECK_FALSE(pipeline.next());
    CHECK(pipeline.unanswered() == std::vector<http::ExchangeId>{2});
    CHECK(pipeline.awaits(2));
    CHECK_FALSE(pipeline.awaits(3));
    pipeline.answer(respond(2, "two"));
    CHECK(body_of(*pipeline.next()) == "two");
    CHECK(body_of(*pipeline.next()) == "three");
    CHECK(pipeline.empty());
}

TEST_CASE("an answer has the headers of its request", "[transport]") {
    Pipeline pipeline;
    pipeline.expect({1, {{"Vary", "Origin"}}});
    pipeline.expect({2, {}, true, true});
    pipeline.expect({3, {}, false});
    pipeline.expect({4, {}});
    pipeline.answer(respond(1, "12345", true));
    pipeline.answer(respond(2, "no body"));
    pipeline.answer(respond(3, "last"));
    pipeline.answer_last(respond(4, "last, too"));
    const auto torn = pipeline.next();
    CHECK(torn->torn);
    CHECK(body_of(*torn) == "12");
    CHECK(torn->bytes.find("Content-Length: 5\r\nVary: Origin\r\n") != std::string::npos);
    CHECK(body_of(*pipeline.next()).empty());
    for (int i = 0; i < 2; ++i) {
        const auto last = pipeline.next();
        CHECK_FALSE(last->keep_alive);
        CHECK(last->bytes.find("\r\nConnection: close\r\n") != std::string::npos);
    }
}

} // namespace chatmock::transport
