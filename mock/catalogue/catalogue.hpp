// The events of the mock, with their contracts and fixtures. A reload replaces it as a whole; calls change a
// copy.
#pragma once

#include "base/files/files.hpp"
#include "catalogue/contract.hpp"
#include "catalogue/placeholders.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::catalogue {

// The contract's judgement of a fixture's sample. A fixture without placeholders is sent as it is, so the
// verdict is that on each of its events, too.
struct Verdict {
    std::vector<Violation> violations;
    std::vector<Violation> warnings;              // without violations: texts of another format
    std::shared_ptr<const std::string> text = {}; // of a payload without placeholders and bytes
};

Verdict judge(const Contract& contract, const Template& payload);

struct Fixture {
    std::string name;
    Template payload;
    std::filesystem::path file = {};             // the file it was loaded from; empty for a fixture of a call
    std::shared_ptr<const Verdict> verdict = {}; // null until it is put into an event
};

// The contract's violations in the rendered content. A contract describes the payload; further arguments are
// not checked.
std::vector<Violation> check_contract(const Contract& contract, const Template& source, const Json& rendered);

// The same for a sample, before it is sent. Placeholders for values of sent events count as right.
std::vector<Violation> check_sample(const Contract& contract, const Template& source);

struct Event {
    std::string name;
    Contract contract;
    std::map<std::string, Fixture, std::less<>> fixtures;

    // Judges the fixture, and adds it in place of the one of its name.
    const Fixture& put(Fixture fixture);
    const Fixture& put(Fixture fixture, Verdict verdict);

    // Replaces the contract, and judges all fixtures again.
    void put(Contract contract);
};

class Catalogue {
public:
    explicit Catalogue(std::map<std::string, Event, std::less<>> events) : events_(std::move(events)) {}

    const std::map<std::string, Event, std::less<>>& events() const { return events_; }

    // Fail with the nearest names.
    Result<const Event*> find_event(std::string_view name) const;
    Result<const Fixture*> find_fixture(const Event& event, std::string_view name) const;

    // The event's default fixture, or else its first by name; fails if it has none.
    static Result<const Fixture*> base_fixture(const Event& event);

    // Changes by calls. Each replaces the thing of that name. A new contract keeps the fixtures of its
    // event.
    void put_contract(const std::string& event, Contract contract);
    void remove_event(const std::string& event);

    // Precondition: the event exists.
    void put_fixture(const std::string& event, Fixture fixture);
    void remove_fixture(const std::string& event, const std::string& fixture);

    std::vector<std::string> event_names() const;
    static std::vector<std::string> fixture_names(const Event& event);

private:
    std::map<std::string, Event, std::less<>> events_;
};

struct Loaded {
    Catalogue catalogue;
    std::vector<Error>
        unloadable; // files that could not be read; the catalogue has their last good version, or none
    std::vector<Error> broken; // fixtures that violate their contract; the catalogue has them
    std::vector<Error>
        warnings; // valid fixtures with a wrong `format`, about which their contract only warns
};

// Converts all of it to one value, and back; fails if a contract or a fixture is invalid.
Json to_json(const Catalogue& catalogue);
Result<Catalogue> parse_catalogue(const Json& json);

// Reads `contracts`/events/EVENT.schema.json and `fixtures`/events/EVENT/NAME.json. A file that cannot be
// read is replaced by its version in `last_good`. Contracts may refer to any other .json file below
// `contracts`.
// Skips fixtures of an optional layer that have no contract, or break it.
Loaded load(const FileLayers& fixtures, const std::filesystem::path& contracts,
            const Catalogue* last_good = nullptr, bool asserts_formats = false);

// The files below `contracts` that schemas may refer to: by their relative paths, as `file:///PATH`, and by
// `$id`. Skips files that are not JSON.
schema::Library load_library(const std::filesystem::path& contracts);

} // namespace chatmock::catalogue
