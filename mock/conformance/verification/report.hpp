// The result of a verification, and its forms: for people, for machines, for CI.
#pragma once

#include "base/time.hpp"
#include "conformance/drift.hpp"

#include <string>
#include <vector>

namespace chatmock::conformance {

// The verified service, and the end of the connection.
struct Subject {
    std::string url;       // reports omit its query, as it may contain a token
    std::string transport; // "websocket"
    std::string protocol;  // "Engine.IO 4"
    Milliseconds duration{0};
    std::string ending;     // "every expected event was seen"
    bool cut_short = false; // the end was premature: missing events might have followed
    bool recovery = false;  // connection-state recovery: offsets were removed from events
};

enum class Severity { warning, failure };

struct Finding {
    std::string event;
    Drift drift; // the first of several equal ones
    Severity severity;
    std::size_t count;
};

struct EventTally {
    std::string name;
    bool is_expected = false;
    std::size_t seen = 0; // the number of payloads, each of one of the kinds below
    std::size_t fine = 0;
    std::size_t warned = 0;
    std::size_t drifted = 0;
};

struct Report {
    Subject subject;
    bool passed = false;
    std::vector<EventTally> events; // one per contract, sorted by name
    std::vector<Finding> findings;  // in the order of first occurrence
    std::size_t findings_left_out = 0;
    std::vector<std::string> never_seen; // expected events only

    bool has_failure() const; // true if a finding is a failure
};

// One line in ASCII, without a line break: `NewMessage /group_id: wrong type: expected an integer or null,
// got "7" (3 times)`
std::string line_of(const Finding& finding);

// ASCII only: other characters become \uXXXX.
std::string report_text(const Report& report);

// One object; the names of its members never change after a release.
Json report_json(const Report& report);

// JUnit XML in ASCII: one test case per expected or seen event.
std::string report_junit(const Report& report);

} // namespace chatmock::conformance
