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
    std::string at; // a JSON Pointer into the file; empty where none applies
    std::string message;
};

// Files that the world is made of were saved, or went. Names are relative, such as
// fixtures/events/NewMessage/default.json.
struct Reloaded {
    std::shared_ptr<const catalogue::Catalogue> catalogue; // null where it stays as it is
    std::shared_ptr<const policy::Profile> profile;        // likewise
    std::shared_ptr<const Scenarios> scenarios;            // likewise
    std::vector<std::string> changed;                      // files that are taken up
    std::vector<FileMistake> refused;                      // in files whose last good version stays
    std::vector<FileMistake> warnings;                     // in files that are taken up nevertheless
};

// Which files were reloaded, which were refused, and why: as the journal and the transcript say it.
Json report_of(const Reloaded& reloaded);

} // namespace chatmock::core
