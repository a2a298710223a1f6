// What `verify` writes to its log while events come: each outcome once, and no data of a person.
#pragma once

#include "catalogue/catalogue.hpp"
#include "conformance/verification/report.hpp"

#include <set>
#include <string>
#include <vector>

namespace chatmock::conformance {

// Lines that a log takes; past it, one line says that the report has the rest.
constexpr std::size_t progress_lines_max = 100;

class Progress {
public:
    // The catalogue outlives this.
    explicit Progress(const catalogue::Catalogue& catalogue) : catalogue_(catalogue) {}

    // The new lines for one event, ASCII: `NewMessage: wrong type at /sender_id`. They hold nothing that the
    // service sent: no value, no name of an event without a contract, and `*` for each name of a field that
    // the contract does not name.
    std::vector<std::string> lines_for(const std::string& event, const std::vector<Finding>& findings);

private:
    std::string line_for(const catalogue::Event& event, const Finding& finding);

    const catalogue::Catalogue& catalogue_;
    std::map<std::string, std::set<std::string>> fields_; // that a contract names, by event
    std::set<std::string> told_;
};

} // namespace chatmock::conformance
