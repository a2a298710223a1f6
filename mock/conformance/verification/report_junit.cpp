#include "conformance/verification/report.hpp"
#include "conformance/wording.hpp"

#include <algorithm>
#include <cstdio>

namespace chatmock::conformance {

namespace {

// Reduces to ASCII first: XML cannot contain every character, not even escaped.
std::string escaped(const std::string& text) {
    std::string xml;
    for (const char c : to_ascii(text)) {
        if (c == '&') xml += "&amp;";
        else if (c == '<') xml += "&lt;";
        else if (c == '>') xml += "&gt;";
        else if (c == '"') xml += "&quot;";
        else xml += c;
    }
    return xml;
}

std::string attribute(const std::string& name, const std::string& value) {
    return " " + name + "=\"" + escaped(value) + "\"";
}

std::string exact_seconds(Milliseconds duration) {
    const auto ms = duration.count();
    const auto fraction = std::to_string(1000 + ms % 1000).substr(1);
    return std::to_string(ms / 1000) + "." + fraction;
}

// One event: its failures and its other messages.
struct Case {
    std::string name;
    std::vector<std::string> failures;
    std::vector<std::string> warnings;
    bool is_skipped = false; // the connection ended before the event could arrive
};

void append_lines(std::string& xml, const std::vector<std::string>& lines) {
    for (const auto& line : lines) xml += escaped(line) + "\n";
}

std::string xml_of(const Case& each, const std::string& classname) {
    auto xml = "    <testcase" + attribute("classname", classname) + attribute("name", each.name) + ">\n";
    if (!each.failures.empty()) {
        xml += "      <failure" + attribute("message", each.failures.front()) + ">";
        append_lines(xml, each.failures);
        xml += "</failure>\n";
    }
    if (each.is_skipped) xml += "      <skipped/>\n";
    if (!each.warnings.empty()) {
        xml += "      <system-out>";
        append_lines(xml, each.warnings);
        xml += "</system-out>\n";
    }
    return xml + "    </testcase>\n";
}

// The connection is a test case of its own.
std::string error_of(const Subject& subject) {
    return "    <testcase" + attribute("classname", subject.url) + attribute("name", "connection") +
           ">\n      <error" + attribute("message", subject.ending) + "/>\n    </testcase>\n";
}

std::vector<Case> cases_of(const Report& report) {
    std::vector<Case> cases;
    for (const auto& event : report.events) {
        if (!event.is_expected && event.seen == 0) continue;
        Case each{event.name, {}, {}, false};
        each.is_skipped = event.seen == 0 && report.subject.cut_short;
        if (event.seen == 0 && !each.is_skipped) each.failures.push_back(event.name + ": never seen");
        cases.push_back(std::move(each));
    }
    for (const auto& finding : report.findings) {
        auto found = std::find_if(cases.begin(), cases.end(),
                                  [&](const Case& each) { return each.name == finding.event; });
        if (found == cases.end()) found = cases.insert(cases.end(), Case{finding.event, {}, {}, false});
        auto& lines = finding.severity == Severity::failure ? found->failures : found->warnings;
        lines.push_back(line_of(finding));
    }
    return cases;
}

} // namespace

std::string report_junit(const Report& report) {
    const auto cases = cases_of(report);
    const auto failures =
        std::count_if(cases.begin(), cases.end(), [](const Case& each) { return !each.failures.empty(); });
    const auto counts =
        attribute("tests", std::to_string(cases.size() + (report.subject.cut_short ? 1 : 0))) +
        attribute("failures", std::to_string(failures)) +
        attribute("errors", report.subject.cut_short ? "1" : "0") +
        attribute("time", exact_seconds(report.subject.duration));
    std::string xml = R"(<?xml version="1.0" encoding="UTF-8"?>)"
                      "\n<testsuites" +
                      counts + ">\n  <testsuite" + attribute("name", "chatmock verify") + counts + ">\n";
    for (const auto& each : cases) xml += xml_of(each, report.subject.url);
    if (report.subject.cut_short) xml += error_of(report.subject);
    xml += "    <system-out>" + escaped(report.subject.ending) + "</system-out>\n";
    return xml + "  </testsuite>\n</testsuites>\n";
}

} // namespace chatmock::conformance
