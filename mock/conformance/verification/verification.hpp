// Checks the events of a service against their contracts as they arrive.
#pragma once

#include "catalogue/catalogue.hpp"
#include "conformance/verification/report.hpp"

#include <map>
#include <tuple>

namespace chatmock::conformance {

// Findings past it are only counted, so memory does not grow with the number of events.
constexpr std::size_t findings_max = 1000;

class Verification {
public:
    // Expects the named events, or all if none are named. Unknown fields are failures if `strict` is set,
    // otherwise warnings. Fails with `unknown_event` and the nearest names. The catalogue outlives this
    // object.
    static Result<Verification> of(const catalogue::Catalogue& catalogue,
                                   const std::vector<std::string>& expected, bool strict);

    // `arguments` is the list that was received, without the event's name. Returns the new findings.
    std::vector<Finding> hear(const std::string& event, const Json& arguments);

    bool has_seen_all() const;

    // Passes if every expected event was seen and no finding is a failure.
    Report report(Subject subject) const;

private:
    Verification(const catalogue::Catalogue& catalogue, bool strict)
        : catalogue_(catalogue), strict_(strict) {}

    std::vector<Drift> drifts_in(const catalogue::Event& event, const Json& arguments) const;
    Finding finding_of(const std::string& event, Drift drift) const;
    void remember(const Finding& finding);

    const catalogue::Catalogue& catalogue_;
    bool strict_;
    bool failed_ = false;
    std::map<std::string, EventTally> tallies_;
    std::vector<Finding> findings_;
    std::map<std::tuple<std::string, DriftKind, std::string>, std::size_t> indices_; // into `findings_`
    std::size_t left_out_ = 0;
};

} // namespace chatmock::conformance
