#include "conformance/verification/verification.hpp"

#include "base/json/fields.hpp"
#include "base/text/nearest.hpp"
#include "schema/wording.hpp"

#include <algorithm>

namespace chatmock::conformance {

namespace {

constexpr std::size_t name_length_max = 100;
constexpr std::size_t pointer_length_max = 300;

Drift unknown_event(const std::string& name, const std::vector<std::string>& names) {
    const auto nearest = nearest_names(name, names);
    return {DriftKind::unknown_event, "",
            nearest.empty() ? "an event with a contract" : schema::alternatives(nearest), shown(Json(name)),
            ""};
}

} // namespace

Result<Verification> Verification::of(const catalogue::Catalogue& catalogue,
                                      const std::vector<std::string>& expected, bool strict) {
    Verification verification(catalogue, strict);
    for (const auto& name : catalogue.event_names())
        verification.tallies_.emplace(name, EventTally{name, expected.empty()});
    for (const auto& name : expected) {
        if (const auto event = catalogue.find_event(name); !event) return event.error();
        verification.tallies_[name].is_expected = true;
    }
    return verification;
}

std::vector<Finding> Verification::hear(const std::string& event, const Json& arguments) {
    std::vector<Finding> findings;
    const auto known = catalogue_.find_event(event);
    if (!known) {
        findings.push_back(finding_of(event, unknown_event(event, catalogue_.event_names())));
        remember(findings.front());
        return findings;
    }
    for (auto& drift : drifts_in(**known, arguments)) {
        findings.push_back(finding_of(event, std::move(drift)));
        remember(findings.back());
    }
    const bool drifted = std::any_of(findings.begin(), findings.end(),
                                     [](const Finding& each) { return each.severity == Severity::failure; });
    auto& tally = tallies_[event];
    ++tally.seen;
    ++(drifted ? tally.drifted : findings.empty() ? tally.fine : tally.warned);
    return findings;
}

bool Verification::has_seen_all() const {
    return std::all_of(tallies_.begin(), tallies_.end(),
                       [](const auto& each) { return !each.second.is_expected || each.second.seen > 0; });
}

Report Verification::report(Subject subject) const {
    Report report;
    report.subject = std::move(subject);
    report.subject.url.erase(std::min(report.subject.url.find_first_of("?#"), report.subject.url.size()));
    report.passed = has_seen_all() && !failed_;
    for (const auto& [name, tally] : tallies_) {
        report.events.push_back(tally);
        if (tally.is_expected && tally.seen == 0) report.never_seen.push_back(name);
    }
    report.findings = findings_;
    report.findings_left_out = left_out_;
    return report;
}

std::vector<Drift> Verification::drifts_in(const catalogue::Event& event, const Json& arguments) const {
    if (arguments.is_array() && arguments.size() == 1) {
        auto drifts = drifts_of(event.contract, arguments.front());
        return drifts.empty() ? warnings_of(event.contract, arguments.front()) : drifts;
    }
    return {{DriftKind::wrong_arguments, "", "one argument", schema::shown_value(arguments), ""}};
}

Finding Verification::finding_of(const std::string& event, Drift drift) const {
    drift.at = shortened(std::move(drift.at), pointer_length_max);
    const bool warns = drift.only_warns || (drift.kind == DriftKind::unknown_field && !strict_);
    return {shortened(event, name_length_max), std::move(drift),
            warns ? Severity::warning : Severity::failure, 1};
}

void Verification::remember(const Finding& finding) {
    failed_ = failed_ || finding.severity == Severity::failure;
    const std::tuple key(finding.event, finding.drift.kind, finding.drift.at);
    const auto known = indices_.find(key);
    if (known != indices_.end()) {
        ++findings_[known->second].count;
    } else if (findings_.size() == findings_max) {
        ++left_out_;
    } else {
        indices_.emplace(key, findings_.size());
        findings_.push_back(finding);
    }
}

} // namespace chatmock::conformance
