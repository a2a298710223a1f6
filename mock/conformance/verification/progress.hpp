// The log lines of `verify`: each outcome once, without personal data.
#pragma once

#include "catalogue/catalogue.hpp"
#include "conformance/verification/report.hpp"

#include <set>
#include <string>
#include <vector>

namespace chatmock::conformance {

// The limit of log lines; one more line then refers to the report.
constexpr std::size_t progress_lines_max = 100;

class Progress {
public:
    // The catalogue outlives this object.
    explicit Progress(const catalogue::Catalogue& catalogue) : catalogue_(catalogue) {}

    // The new lines for one event, ASCII: `NewMessage: wrong type at /sender_id`. They contain no data from
    // the service: no value, no name of an event without a contract, and `*` for each field that the contract
    // does not name.
    std::vector<std::string> lines_for(const std::string& event, const std::vector<Finding>& findings);

private:
    std::string line_for(const catalogue::Event& event, const Finding& finding);

    const catalogue::Catalogue& catalogue_;
    std::map<std::string, std::set<std::string>> fields_; // the fields of contracts, by event
    std::set<std::string> reported_;
};

} // namespace chatmock::conformance
