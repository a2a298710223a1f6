// What a verification found, and writing it: for people, for machines, for CI.
#pragma once

#include "base/time.hpp"
#include "conformance/drift.hpp"

#include <string>
#include <vector>

namespace chatmock::conformance {

// Who was verified, and how it went.
struct Subject {
    std::string url;       // reports leave its query out, since tokens are there
    std::string transport; // "websocket"
    std::string protocol;  // "Engine.IO 4"
    Milliseconds duration{0};
    std::string ending;     // "every expected event was seen"
    bool cut_short = false; // by that end: what was not seen might have come
    bool recovery = false;  // connection-state recovery: an offset was taken off the events
};

enum class Severity { warning, failure };

struct Finding {
    std::string event;
    Drift drift; // the first of those that were told as one
    Severity severity;
    std::size_t count;
};

struct EventTally {
    std::string name;
    bool is_expected = false;
    std::size_t seen = 0; // of which each is one of the following
    std::size_t fine = 0;
    std::size_t warned = 0;
    std::size_t drifted = 0;
};

struct Report {
    Subject subject;
    bool passed = false;
    std::vector<EventTally> events; // of every contract, by name
    std::vector<Finding> findings;  // in the order in which they were first seen
    std::size_t findings_left_out = 0;
    std::vector<std::string> never_seen; // of those that were expected

    bool has_failure() const; // among its findings
};

// One line, ASCII, without its end:
// `NewMessage /group_id: wrong type: expected an integer or null, got "7" (3 times)`
std::string line_of(const Finding& finding);

// ASCII, whatever the service sends: anything else is written as \uXXXX.
std::string report_text(const Report& report);

// One object; its members are stable once released.
Json report_json(const Report& report);

// JUnit's XML, in ASCII: a test case an event that was expected or seen.
std::string report_junit(const Report& report);

} // namespace chatmock::conformance
