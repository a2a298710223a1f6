#include "http/message.hpp"

#include "support/catch.hpp"

namespace chatmock::http {

namespace {

Request request_to(std::string_view target) {
    Request request;
    read_target(target, request);
    return request;
}

std::string value(std::string_view target, std::string_view key) {
    const auto request = request_to(target);
    return std::string(value_of(request.query, key));
}

Request preflight() {
    Request request;
    request.method = "OPTIONS";
    request.origin = "http://app.example";
    request.requested_method = "POST";
    return request;
}

} // namespace

TEST_CASE("A target is split into path and query", "[engineio]") {
    const auto request = request_to("/socket.io/?EIO=4&transport=polling");
    CHECK(request.path == "/socket.io/");
    CHECK(request.query == Query{{"EIO", "4"}, {"transport", "polling"}});
}

TEST_CASE("A target without a query has an empty one", "[engineio]") {
    CHECK(request_to("/socket.io/").path == "/socket.io/");
    CHECK(request_to("/socket.io/").query.empty());
    CHECK(request_to("/socket.io/?").query.empty());
}

TEST_CASE("Keys and values of a query are percent-decoded", "[engineio]") {
    CHECK(value("/?jwt_token=a%20b%2Bc", "jwt_token") == "a b+c");
    CHECK(value("/?jwt%5ftoken=x", "jwt_token") == "x");
    CHECK(value("/?a=%e2%82%AC", "a") == "€");
    CHECK(value("/?a=b+c", "a") == "b c");
}

TEST_CASE("A percent sign that starts no escape stands for itself", "[engineio]") {
    CHECK(value("/?a=100%", "a") == "100%");
    CHECK(value("/?a=%4", "a") == "%4");
    CHECK(value("/?a=%zz", "a") == "%zz");
    CHECK(value("/?a=%%41", "a") == "%A");
}

TEST_CASE("Of a repeated key the last value counts", "[engineio]") { CHECK(value("/?a=1&a=2", "a") == "2"); }

TEST_CASE("A key without a value, or absent, has an empty one", "[engineio]") {
    CHECK(value("/?sid", "sid").empty());
    CHECK(value("/?sid=", "sid").empty());
    CHECK(value("/?a=1", "sid").empty());
}

TEST_CASE("A value keeps the signs that no longer separate", "[engineio]") {
    CHECK(value("/?a=b=c?d", "a") == "b=c?d");
    CHECK(request_to("/?&&a=1&").query == Query{{"a", "1"}});
}

TEST_CASE("A query that is written reads as it was", "[engineio]") {
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    const Query query = {
        {"plain", "AZaz09-._~"}, {"", "no key"}, {"no value", ""}, {all, all}, {"+&=%?#", "%41+"}};
    CHECK(read_query(write_query(query)) == query);
    CHECK(write_query({}).empty());
    CHECK(write_query({{"a b", "\xc3\xa4/+"}, {"c", ""}}) == "a%20b=%C3%A4%2F%2B&c=");
}

TEST_CASE("A target that is written reads as it was", "[engineio]") {
    auto request = request_to("/socket.io/?EIO=4&jwt_token=a%20b");
    CHECK(target_of(request) == "/socket.io/?EIO=4&jwt_token=a%20b");
    request.query.clear();
    CHECK(target_of(request) == "/socket.io/");
}

TEST_CASE("A request with an origin gets it echoed, with credentials allowed", "[engineio]") {
    Request request;
    request.origin = "http://app.example";
    CHECK(cors_headers(request) == Headers{{"Access-Control-Allow-Origin", "http://app.example"},
                                           {"Access-Control-Allow-Credentials", "true"},
                                           {"Vary", "Origin"}});
}

TEST_CASE("A request without an origin gets no CORS headers", "[engineio]") {
    CHECK(cors_headers(Request{}).empty());
}

TEST_CASE("A preflight is an OPTIONS request with an origin and a method", "[engineio]") {
    CHECK(is_preflight(preflight()));
    auto request = preflight();
    request.method = "POST";
    CHECK_FALSE(is_preflight(request));
    request = preflight();
    request.origin.clear();
    CHECK_FALSE(is_preflight(request));
    request = preflight();
    request.requested_method.clear();
    CHECK_FALSE(is_preflight(request));
}

TEST_CASE("A preflight is answered with every method and the headers that it asks for", "[engineio]") {
    auto request = preflight();
    CHECK(preflight_response(request).status == 204);
    CHECK(preflight_response(request).headers ==
          Headers{{"Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE"}});
    request.requested_headers = "content-type, x-custom";
    CHECK(preflight_response(request).headers ==
          Headers{{"Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE"},
                  {"Access-Control-Allow-Headers", "content-type, x-custom"},
                  {"Vary", "Access-Control-Request-Headers"}});
}

} // namespace chatmock::http
