// Files that were saved while the mock runs, as an input.
#pragma once

#include "catalogue/catalogue.hpp"
#include "core/input/scenario.hpp"
#include "policy/profile.hpp"

#include <memory>
#include <string>
#include <vector>

namespace chatmock::core {

struct FileMistake {
    std::string file;
    std::string at; // a JSON Pointer into the file; empty if there is none
    std::string message;
};

// Files of the world were saved or removed. Names are relative, such as
// fixtures/events/NewMessage/default.json.
struct Reloaded {
    std::shared_ptr<const catalogue::Catalogue> catalogue; // null if unchanged
    std::shared_ptr<const policy::Profile> profile;        // null if unchanged
    std::shared_ptr<const Scenarios> scenarios;            // null if unchanged
    std::vector<std::string> changed;                      // reloaded files
    std::vector<FileMistake> refused;                      // in files whose last good version stays
    std::vector<FileMistake> warnings;                     // in files that were reloaded nevertheless
};

// True if nothing has changed, and nothing must be reported.
bool is_empty(const Reloaded& reloaded);

// The files that were reloaded or refused, with reasons: for the journal and the transcript.
Json report_of(const Reloaded& reloaded);

} // namespace chatmock::core
