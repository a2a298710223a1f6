#include "policy/profile.hpp"

#include "support/results.hpp"

namespace chatmock::policy {

namespace {

ClientEvents events_of(std::string_view json) {
    return expect_value(parse_client_events(json_of(json), "/client_events"));
}

std::vector<std::string> mistakes_in(std::string_view json) {
    return mistakes_of(expect_error(parse_client_events(json_of(json), "/client_events")));
}

Error refusal_of(std::string_view events, const std::string& name, std::string_view arguments) {
    return expect_error(check_client_event(events_of(events), name, json_of(arguments)));
}

void expect_allowed(std::string_view events, const std::string& name, std::string_view arguments) {
    expect_success(check_client_event(events_of(events), name, json_of(arguments)));
}

const std::string typing = R"({"typing":{"description":"Somebody writes.",
    "data":{"type":"object","required":["group_id"],"properties":{"group_id":{"type":"integer"}}}}})";
const std::string move = R"({"move":{"arguments":{"type":"array","minItems":2,"items":{"type":"integer"}}}})";

} // namespace

TEST_CASE("A profile without client_events lets clients send any event", "[policy]") {
    CHECK_FALSE(expect_value(parse_profile(json_of("{}"))).client_events);
    CHECK(expect_value(parse_profile(json_of(R"({"client_events":{}})"))).client_events->empty());
    const auto profile = expect_value(parse_profile(json_of(R"({"client_events":)" + typing + "}")));
    CHECK(profile.client_events->count("typing") == 1);
    CHECK(profile.source["client_events"] == json_of(typing)); // a transcript contains it
}

TEST_CASE("The one argument of a client event, or the list of them, is held to its schema", "[policy]") {
    expect_allowed(typing, "typing", R"([{"group_id":7}])");
    expect_allowed(move, "move", "[1,2,3]");
    expect_allowed(R"({"ping":{"arguments":{"maxItems":0}}})", "ping", "[]");

    const auto of_data = refusal_of(typing, "typing", R"([{"group_id":"seven"}])");
    CHECK(of_data.code == ErrorCode::contract_violation);
    CHECK(of_data.message == R"(the client event "typing" breaks its contract)");
    REQUIRE_FALSE(of_data.violations.empty());
    CHECK(of_data.violations[0].at == "/0/group_id");
    CHECK(refusal_of(typing, "typing", "[7]").violations[0].at == "/0");

    CHECK(refusal_of(move, "move", R"([1,"2"])").violations[0].at == "/1");
    CHECK(refusal_of(move, "move", "[1]").violations[0].at.empty());
}

TEST_CASE("A client event that has data has exactly one argument", "[policy]") {
    const auto none = refusal_of(typing, "typing", "[]");
    CHECK(none.message == R"(the client event "typing" has exactly one argument, got 0)");
    CHECK(none.violations.empty());
    CHECK(refusal_of(typing, "typing", R"([{"group_id":7},1])").message.find("got 2") != std::string::npos);
}

TEST_CASE("A client event that is not declared is refused with the nearest names", "[policy]") {
    const auto error = refusal_of(typing, "typng", "[]");
    CHECK(error.code == ErrorCode::unknown_event);
    CHECK(error.message == R"(unknown client event "typng"; did you mean "typing"? There are "typing")");
    CHECK(refusal_of("{}", "hello", "[]").message == R"(unknown client event "hello"; there are none)");
}

TEST_CASE("Every mistake in client_events is an error with its pointer", "[policy]") {
    using Mistakes = std::vector<std::string>;
    CHECK(mistakes_in(R"({"a":1})") == Mistakes{"/client_events/a: expected an object, got 1"});
    CHECK(mistakes_in(R"({"a":{}})") ==
          Mistakes{"/client_events/a: expected either data or arguments (a JSON Schema), got {}"});
    CHECK(mistakes_in(R"({"a":{"data":{},"arguments":{}}})").size() == 1);
    CHECK(mentions(mistakes_in(R"({"a":{"dta":{}}})"), R"(/client_events/a/dta: unknown field "dta")"));
    CHECK(mentions(mistakes_in(R"({"a":{"data":true}})"), "/client_events/a/data: expected an object"));
    CHECK(mentions(mistakes_in(R"({"a":{"data":{"properties":{"b":{"type":"txt"}}}}})"),
                   "/client_events/a/data/properties/b/type: unknown type"));
    CHECK(mistakes_in(R"({"a":{},"b":{"description":1,"data":{}}})").size() == 2);
    CHECK(expect_error(parse_profile(json_of(R"({"client_events":[]})"))).at == "/client_events");
}

TEST_CASE("A name that Socket.IO reserves is not a client event", "[policy]") {
    for (const std::string name : {"connect", "disconnect", "connect_error", "newListener"}) {
        CHECK(mentions(mistakes_in(R"({")" + name + R"(":{"data":{}}})"), "/client_events/" + name + ": "));
    }
    CHECK(events_of(R"({"connected":{"data":{}}})").size() == 1);
}

} // namespace chatmock::policy
