#include "conformance/verification/verification.hpp"

#include "support/results.hpp"

namespace chatmock::conformance {

namespace {

using Texts = std::vector<std::string>;

const catalogue::Catalogue& two_events() {
    static const auto catalogue = expect_value(catalogue::parse_catalogue(json_of(R"({
        "NewMessage": {"fixtures": {}, "contract": {
            "type": "object", "required": ["id"], "additionalProperties": false,
            "properties": {"id": {"type": "integer"}, "text": {"type": "string"}}}},
        "NewMember": {"fixtures": {}, "contract": {"type": "object"}}
    })")));
    return catalogue;
}

Verification verification(const Texts& expected = {}, bool strict = false) {
    return expect_value(Verification::of(two_events(), expected, strict));
}

Texts told(Verification& verification, const std::string& event, std::string_view arguments) {
    Texts lines;
    for (const auto& finding : verification.hear(event, json_of(arguments))) {
        lines.push_back(std::string(finding.severity == Severity::failure ? "! " : "? ") +
                        std::string(name_of(finding.drift.kind)) + " " + finding.drift.at);
    }
    return lines;
}

} // namespace

TEST_CASE("A verification passes once every expected event was seen and none drifted", "[conformance]") {
    auto all = verification();
    CHECK(told(all, "NewMessage", R"([{"id":1}])").empty());
    CHECK_FALSE(all.has_seen_all());
    CHECK_FALSE(all.report({}).passed);
    CHECK(all.report({}).never_seen == Texts{"NewMember"});
    CHECK(told(all, "NewMember", "[{}]").empty());
    CHECK(all.has_seen_all());
    CHECK(all.report({}).passed);
    CHECK(all.report({}).never_seen.empty());
}

TEST_CASE("Only expected events are required, and others are checked against their contracts",
          "[conformance]") {
    auto one = verification({"NewMember"});
    told(one, "NewMember", "[{}]");
    CHECK(one.has_seen_all());
    CHECK(one.report({}).passed);
    CHECK(told(one, "NewMessage", "[{\"id\":\"x\"}]") == Texts{"! wrong_type /id"});
    CHECK_FALSE(one.report({}).passed);
}

TEST_CASE("An expected event without a contract is reported with the nearest names", "[conformance]") {
    const auto error = expect_error(Verification::of(two_events(), {"NewMesage"}, false));
    CHECK(error.code == ErrorCode::unknown_event);
    CHECK(error.message.find("did you mean \"NewMessage\"") != std::string::npos);
}

TEST_CASE("An unknown field is a warning, and a failure where the verification is strict", "[conformance]") {
    auto lenient = verification({"NewMessage"});
    CHECK(told(lenient, "NewMessage", R"([{"id":1,"more":2}])") == Texts{"? unknown_field /more"});
    CHECK(lenient.report({}).passed);
    CHECK(lenient.report({}).events[1].warned == 1);
    auto strict = verification({"NewMessage"}, true);
    CHECK(told(strict, "NewMessage", R"([{"id":1,"more":2}])") == Texts{"! unknown_field /more"});
    CHECK_FALSE(strict.report({}).passed);
    CHECK(strict.report({}).events[1].drifted == 1);
}

TEST_CASE("An unknown event is a failure, with the names that may be meant", "[conformance]") {
    auto all = verification({"NewMember"});
    told(all, "NewMember", "[{}]");
    const auto findings = all.hear("NewMesage", json_of("[{}]"));
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().event == "NewMesage");
    CHECK(findings.front().drift.kind == DriftKind::unknown_event);
    CHECK(findings.front().drift.expected == "NewMessage");
    CHECK_FALSE(all.report({}).passed);
}

TEST_CASE("An event has one argument", "[conformance]") {
    auto all = verification();
    CHECK(told(all, "NewMember", "[]") == Texts{"! wrong_arguments "});
    CHECK(told(all, "NewMember", "[{},{}]") == Texts{"! wrong_arguments "});
    const auto bytes = all.hear("NewMember", Json::array({Json::binary({1})}));
    REQUIRE(bytes.size() == 1);
    CHECK(bytes.front().drift.kind == DriftKind::wrong_type);
}

TEST_CASE("Equal drifts are one finding, with their number and first example", "[conformance]") {
    auto all = verification();
    told(all, "NewMessage", R"([{"id":"first"}])");
    told(all, "NewMessage", R"([{"id":"second","text":7}])");
    told(all, "NewMessage", R"([{"id":3}])");
    const auto report = all.report({});
    REQUIRE(report.findings.size() == 2);
    CHECK(report.findings[0].count == 2);
    CHECK(report.findings[0].drift.got == "\"first\"");
    CHECK(report.findings[1].drift.at == "/text");
    const auto& tally = report.events[1];
    CHECK(tally.name == "NewMessage");
    CHECK(tally.seen == 3);
    CHECK(tally.fine == 1);
    CHECK(tally.drifted == 2);
    CHECK(tally.warned == 0);
}

TEST_CASE("However many ways a service finds to be wrong, memory is bounded", "[conformance]") {
    auto all = verification({}, true);
    for (std::size_t i = 0; i < findings_max + 5; ++i)
        all.hear("event" + std::to_string(i) + std::string(10000, 'x'), Json::array());
    const auto report = all.report({});
    CHECK(report.findings.size() == findings_max);
    CHECK(report.findings_left_out == 5);
    CHECK(report.findings.front().event.size() < 200);
    auto long_names = verification();
    long_names.hear("NewMessage", Json::array({{{"id", 1}, {std::string(10000, 'x'), 1}}}));
    CHECK(long_names.report({}).findings.front().drift.at.size() < 400);
}

TEST_CASE("A report does not have the URL's query, where tokens are", "[conformance]") {
    const auto report = verification().report({"ws://host/socket.io/?jwt_token=secret", "", "", {}, ""});
    CHECK(report.subject.url == "ws://host/socket.io/");
}

} // namespace chatmock::conformance
