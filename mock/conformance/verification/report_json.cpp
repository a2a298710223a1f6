#include "conformance/verification/report.hpp"

namespace chatmock::conformance {

namespace {

Json json_of(const Subject& subject) {
    return {{"url", subject.url},           {"transport", subject.transport},
            {"protocol", subject.protocol}, {"duration_ms", subject.duration.count()},
            {"ending", subject.ending},     {"cut_short", subject.cut_short},
            {"recovery", subject.recovery}};
}

Json json_of(const EventTally& event) {
    return {{"event", event.name}, {"expected", event.is_expected}, {"seen", event.seen},
            {"fine", event.fine},  {"warned", event.warned},        {"drifted", event.drifted}};
}

Json json_of(const Finding& finding) {
    return {{"event", finding.event},
            {"severity", finding.severity == Severity::failure ? "failure" : "warning"},
            {"kind", name_of(finding.drift.kind)},
            {"at", finding.drift.at},
            {"expected", finding.drift.expected},
            {"got", finding.drift.got},
            {"rule", finding.drift.rule},
            {"count", finding.count}};
}

template <typename Each>
Json list_of(const std::vector<Each>& all) {
    Json list = Json::array();
    for (const auto& each : all) list.push_back(json_of(each));
    return list;
}

} // namespace

Json report_json(const Report& report) {
    return {{"passed", report.passed},
            {"subject", json_of(report.subject)},
            {"events", list_of(report.events)},
            {"never_seen", report.never_seen},
            {"findings", list_of(report.findings)},
            {"findings_left_out", report.findings_left_out}};
}

} // namespace chatmock::conformance
