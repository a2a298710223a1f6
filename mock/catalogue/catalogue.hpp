// The events of the mock, with their contracts and fixtures. Immutable once loaded, so that it can be
// replaced as a whole.
#pragma once

#include "catalogue/contract.hpp"
#include "catalogue/placeholders.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::catalogue {

struct Fixture {
    std::string name;
    Template payload;
};

// The contract's violations in the rendered content. A contract describes the payload; further arguments are
// not checked.
std::vector<Violation> check_contract(const Contract& contract, const Template& source, const Json& rendered);

struct Event {
    std::string name;
    Contract contract;
    std::map<std::string, Fixture, std::less<>> fixtures;
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
Loaded load(const std::filesystem::path& fixtures, const std::filesystem::path& contracts,
            const Catalogue* last_good = nullptr, bool asserts_formats = false);

// The files below `contracts` that schemas may refer to: by their relative paths, as `file:///PATH`, and by
// `$id`. Skips files that are not JSON.
schema::Library load_library(const std::filesystem::path& contracts);

} // namespace chatmock::catalogue
