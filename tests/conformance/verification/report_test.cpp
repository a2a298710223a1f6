#include "conformance/verification/report.hpp"

#include "support/results.hpp"

#include <algorithm>

namespace chatmock::conformance {

namespace {

const Subject subject = {"ws://chat.example.com/socket.io/", "websocket", "Engine.IO 4", Milliseconds(12345),
                         "time was over"};

Finding finding(DriftKind kind, Severity severity, std::size_t count = 1) {
    return {"NewMessage", {kind, "/id", "a string (uuid)", "7", "/properties/id/type"}, severity, count};
}

Report failed_report() {
    return {
        subject,
        false,
        {{"NewMember", true, 0, 0, 0, 0}, {"NewMessage", true, 12, 9, 1, 2}, {"Other", false, 0, 0, 0, 0}},
        {finding(DriftKind::wrong_type, Severity::failure, 2),
         finding(DriftKind::unknown_field, Severity::warning),
         {"NewMesage",
          {DriftKind::unknown_event, "", "NewMessage", "\"NewMesage\"", ""},
          Severity::failure,
          1}},
        0,
        {"NewMember"}};
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// True if elements are closed in order, escapes are correct, and XML allows every character.
bool is_well_formed(std::string_view xml) {
    std::vector<std::string> open;
    while (!xml.empty()) {
        const auto tag = std::min(xml.find('<'), xml.size());
        for (auto text = xml.substr(0, tag); !text.empty(); text.remove_prefix(1)) {
            if (text[0] != '\n' && (text[0] < ' ' || text[0] > '~' || text[0] == '>')) return false;
            const auto entity = text.substr(0, std::min(text.find(';'), text.size()));
            if (text[0] == '&' && entity != "&amp" && entity != "&lt" && entity != "&gt" && entity != "&quot")
                return false;
        }
        xml.remove_prefix(tag);
        if (xml.empty()) break;
        const auto end = xml.find('>');
        if (end == std::string_view::npos) return false;
        const auto inner = xml.substr(1, end - 1);
        if (has(std::string(inner), "<") || std::count(inner.begin(), inner.end(), '"') % 2 != 0)
            return false;
        const std::string name(inner.substr(0, inner.find(' ')));
        if (name[0] == '/') {
            if (open.empty() || "/" + open.back() != name) return false;
            open.pop_back();
        } else if (name[0] != '?') {
            open.push_back(name);
        }
        xml.remove_prefix(end + 1);
    }
    return open.empty();
}

} // namespace

TEST_CASE("A report for people is a table, then failures, warnings and missing events", "[conformance]") {
    CHECK(report_text(failed_report()) ==
          R"(ws://chat.example.com/socket.io/, websocket, Engine.IO 4, 12.3 s: time was over

event       seen  fine  warned  drifted
NewMember      0     0       0        0
NewMessage    12     9       1        2

2 failures:
  NewMessage /id: wrong type: expected a string (uuid), got 7 (2 times)
  NewMesage: unknown event: expected NewMessage, got "NewMesage"

1 warning:
  NewMessage /id: unknown field: expected a string (uuid), got 7

never seen: NewMember

failed
)");
}

TEST_CASE("A report for people that passed is short", "[conformance]") {
    const Report report{subject, true, {{"NewMember", true, 1, 1, 0, 0}}, {}, 0, {}};
    CHECK(report_text(report) ==
          R"(ws://chat.example.com/socket.io/, websocket, Engine.IO 4, 12.3 s: time was over

event      seen  fine  warned  drifted
NewMember     1     1       0        0

passed
)");
}

TEST_CASE("A report says whether the service offers recovery", "[conformance]") {
    auto report = failed_report();
    report.subject.recovery = true;
    CHECK(has(report_text(report), "Engine.IO 4, connection-state recovery, 12.3 s"));
    CHECK(report_json(report)["subject"]["recovery"] == true);
}

TEST_CASE("A report for people is printable ASCII, whatever the service sends", "[conformance]") {
    auto report = failed_report();
    report.findings[0].event = "ev\nent";
    report.findings[0].drift.got = "\"grün…\"\x7f";
    const auto text = report_text(report);
    CHECK(has(text, R"(ev\u000aent /id)"));
    CHECK(has(text, R"("gr\u00fcn..."\u007f)"));
    CHECK(std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
}

TEST_CASE("A report has the number of findings that it leaves out", "[conformance]") {
    auto report = failed_report();
    report.findings_left_out = 7;
    CHECK(has(report_text(report), "\nand 7 more that are not listed\n"));
    CHECK(report_json(report)["findings_left_out"] == 7);
}

TEST_CASE("A report for machines has all of it", "[conformance]") {
    auto report = failed_report();
    report.events = {{"NewMessage", true, 12, 9, 1, 2}};
    report.findings.erase(report.findings.begin() + 1, report.findings.end());
    CHECK(report_json(report) == json_of(R"json({
        "passed": false,
        "subject": {"url": "ws://chat.example.com/socket.io/", "transport": "websocket",
                    "protocol": "Engine.IO 4", "duration_ms": 12345, "ending": "time was over",
                    "cut_short": false, "recovery": false},
        "events": [{"event": "NewMessage", "expected": true, "seen": 12, "fine": 9, "warned": 1, "drifted": 2}],
        "never_seen": ["NewMember"],
        "findings": [{"event": "NewMessage", "severity": "failure", "kind": "wrong_type", "at": "/id",
                      "expected": "a string (uuid)", "got": "7", "rule": "/properties/id/type", "count": 2
}],
        "findings_left_out": 0
})json"));
}

TEST_CASE("A report for CI is a test case an event, failed with all its lines", "[conformance]") {
    const auto xml = report_junit(failed_report());
    CHECK(is_well_formed(xml));
    CHECK(has(xml, R"(<testsuite name="chatmock verify" tests="3" failures="3" errors="0" time="12.345">)"));
    CHECK(has(xml, R"(<testcase classname="ws://chat.example.com/socket.io/" name="NewMember">
      <failure message="NewMember: never seen">NewMember: never seen
</failure>)"));
    CHECK(has(xml, "(uuid), got 7 (2 times)\n</failure>\n      <system-out>NewMessage /id: unknown"));
    CHECK(has(xml, "name=\"NewMesage\""));
    CHECK_FALSE(has(xml, "name=\"Other\""));
}

TEST_CASE("A report for CI is well-formed, whatever the service sends", "[conformance]") {
    auto report = failed_report();
    report.findings[2].event = "<a href=\"x\">&\x01\x0b]]> \xef\xbf\xbf";
    const auto xml = report_junit(report);
    CHECK(is_well_formed(xml));
    CHECK(has(xml, R"(&lt;a href=&quot;x&quot;&gt;&amp;\u0001\u000b]]&gt; \uffff)"));
}

TEST_CASE("The check of XML finds ill-formed documents", "[conformance]") {
    CHECK(is_well_formed("<a b=\"c\">&amp;</a>"));
    for (const auto* xml :
         {"<a>", "<a></b>", "<a>&</a>", "<a>\x01</a>", "<a b=\"c></a>", "<a>></a>", "</a>"}) {
        CAPTURE(xml);
        CHECK_FALSE(is_well_formed(xml));
    }
}

TEST_CASE("If the connection ended early, a missing event is not a failure", "[conformance]") {
    Report report;
    report.subject = {
        "ws://localhost", "", "Engine.IO 4", Milliseconds(0), "could not connect: nobody <there>", true};
    report.events = {{"NewMessage", true, 0, 0, 0, 0}};
    report.never_seen = {"NewMessage"};
    const auto xml = report_junit(report);
    CHECK(xml.find(R"(tests="2" failures="0" errors="1")") != std::string::npos);
    CHECK(xml.find("<skipped/>") != std::string::npos);
    CHECK(xml.find(R"(<error message="could not connect: nobody &lt;there&gt;"/>)") != std::string::npos);
    CHECK(report_text(report).find("no verdict") != std::string::npos);
    CHECK(report_json(report).at("subject").at("cut_short") == true);
}

} // namespace chatmock::conformance
