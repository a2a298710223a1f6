#include "base/text/counted.hpp"
#include "conformance/verification/report.hpp"
#include "conformance/wording.hpp"

#include <algorithm>
#include <array>

namespace chatmock::conformance {

namespace {

std::string rounded_seconds(Milliseconds duration) {
    const auto tenths = duration.count() / 100;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

std::string head_of(const Subject& subject) {
    std::string text = subject.url;
    for (const auto& each : {subject.transport, subject.protocol}) {
        if (!each.empty()) text += ", " + each;
    }
    if (subject.recovery) text += ", connection-state recovery";
    text += ", " + rounded_seconds(subject.duration);
    if (!subject.ending.empty()) text += ": " + subject.ending;
    return to_ascii(text) + "\n";
}

using Row = std::array<std::string, 5>;

// Aligns the first column left, numbers right.
std::string table_of(const std::vector<Row>& rows) {
    std::array<std::size_t, 5> widths{};
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    std::string text;
    for (const auto& row : rows) {
        text += row[0] + std::string(widths[0] - row[0].size(), ' ');
        for (std::size_t i = 1; i < row.size(); ++i)
            text += "  " + std::string(widths[i] - row[i].size(), ' ') + row[i];
        text += "\n";
    }
    return text;
}

std::string summary_of(const std::vector<EventTally>& events) {
    std::vector<Row> rows = {{"event", "seen", "fine", "warned", "drifted"}};
    for (const auto& event : events) {
        if (!event.is_expected && event.seen == 0) continue;
        rows.push_back({to_ascii(event.name), std::to_string(event.seen), std::to_string(event.fine),
                        std::to_string(event.warned), std::to_string(event.drifted)});
    }
    return table_of(rows);
}

// The findings of one severity, after their number.
std::string list_of(const Report& report, Severity severity, const std::string& noun) {
    std::size_t count = 0;
    std::string lines;
    for (const auto& finding : report.findings) {
        if (finding.severity != severity) continue;
        ++count;
        lines += "  " + line_of(finding) + "\n";
    }
    return count == 0 ? "" : "\n" + counted(count, noun) + ":\n" + lines;
}

} // namespace

bool Report::has_failure() const {
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& finding) { return finding.severity == Severity::failure; });
}

std::string line_of(const Finding& finding) {
    const auto& drift = finding.drift;
    auto kind = std::string(name_of(drift.kind));
    std::replace(kind.begin(), kind.end(), '_', ' ');
    auto text = finding.event;
    if (!drift.at.empty()) text += " " + drift.at;
    text += ": " + kind + ": " + "expected " + drift.expected + ", got " + drift.got;
    if (finding.count > 1) text += " (" + std::to_string(finding.count) + " times)";
    return to_ascii(text);
}

std::string report_text(const Report& report) {
    auto text = head_of(report.subject);
    text += "\n" + summary_of(report.events);
    text += list_of(report, Severity::failure, "failure");
    text += list_of(report, Severity::warning, "warning");
    if (report.findings_left_out > 0)
        text += "\nand " + std::to_string(report.findings_left_out) + " more that are not listed\n";
    if (!report.never_seen.empty()) {
        text += "\nnever seen:";
        for (const auto& name : report.never_seen) text += " " + to_ascii(name);
        text += "\n";
    }
    const bool is_open = report.subject.cut_short && !report.has_failure();
    return text + "\n" + (report.passed ? "passed" : is_open ? "no verdict" : "failed") + "\n";
}

} // namespace chatmock::conformance
