#include "conformance/verification/progress.hpp"

#include "conformance/verification/verification.hpp"
#include "support/results.hpp"

namespace chatmock::conformance {

namespace {

using Lines = std::vector<std::string>;

const catalogue::Catalogue& events() {
    static const auto catalogue = expect_value(catalogue::parse_catalogue(json_of(R"({
        "NewMember": {"fixtures": {}, "contract": {
            "type": "object", "required": ["id"], "additionalProperties": false,
            "properties": {"id": {"type": "integer"},
                           "people": {"type": "object", "additionalProperties": {
                               "type": "object", "properties": {"age": {"type": "integer"}}}},
                           "list": {"type": "array", "items": {"type": "integer"}}}}}
    })")));
    return catalogue;
}

struct Told {
    Progress progress{events()};
    Verification verification = expect_value(Verification::of(events(), {}, false));

    Lines operator()(const std::string& event, std::string_view arguments) {
        return progress.lines_for(event, verification.hear(event, json_of(arguments)));
    }
};

} // namespace

TEST_CASE("Each outcome of an event is logged once", "[conformance]") {
    Told told;
    CHECK(told("NewMember", R"([{"id":1}])") == Lines{"NewMember: fine"});
    CHECK(told("NewMember", R"([{"id":2}])").empty());
    CHECK(told("NewMember", R"([{"id":"ada"}])") == Lines{"NewMember: wrong type at /id"});
    CHECK(told("NewMember", R"([{"id":"bob"}])").empty());
    CHECK(told("NewMember", R"([{"id":"bob","list":["x",1]}])") == Lines{"NewMember: wrong type at /list/*"});
    CHECK(told("NewMember", R"([{"id":1,"list":[1,2,3,"x"]}])").empty());
    CHECK(told("NewMember", "[]") == Lines{"NewMember: wrong arguments"});
    CHECK(told.verification.report({}).events[0].seen == 7);
}

TEST_CASE("The log contains no data of the service", "[conformance]") {
    Told told;
    CHECK(told("NewMember", R"([{"id":1,"ada@example.com":2}])") ==
          Lines{"NewMember: unknown field at /* (a warning)"});
    CHECK(told("NewMember", R"([{"id":1,"people":{"ada/lovelace":{"age":"old"}}}])") ==
          Lines{"NewMember: wrong type at /people/*/age"});
    CHECK(told("chat:ada@example.com", "[1]") == Lines{"received an event without a contract"});
    CHECK(told("chat:bob@example.com", "[1]").empty());
}

TEST_CASE("The lines of a log are bounded", "[conformance]") {
    std::string schema = R"({"E": {"fixtures": {}, "contract": {"type": "object", "properties": {)";
    std::string payload = "[{";
    for (std::size_t i = 0; i < 2 * progress_lines_max; ++i) {
        const auto name = (i == 0 ? "\"f" : ",\"f") + std::to_string(i) + "\":";
        schema += name + R"({"type":"integer"})";
        payload += name + "\"x\"";
    }
    const auto catalogue = expect_value(catalogue::parse_catalogue(json_of(schema + "}}}}")));
    auto verification = expect_value(Verification::of(catalogue, {}, false));
    Progress progress(catalogue);
    const auto findings = verification.hear("E", json_of(payload + "}]"));
    CHECK(findings.size() == 2 * progress_lines_max);
    const auto lines = progress.lines_for("E", findings);
    REQUIRE(lines.size() == progress_lines_max + 1);
    CHECK(lines.front() == "E: wrong type at /f0");
    CHECK(lines.back() == "further lines are left out; the report has all");
    CHECK(progress.lines_for("E", verification.hear("E", json_of("[{}]"))).empty());
}

} // namespace chatmock::conformance
