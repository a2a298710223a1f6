// What the mock may say: events with their contracts and fixtures. What files say is swapped whole; calls
// change a copy.
#pragma once

#include "base/files/files.hpp"
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
    std::filesystem::path file = {}; // that it was loaded from; empty where it was none
};

// What of the rendered content breaks the contract, which describes the payload. Further arguments are held
// to none.
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

    // The event's default fixture, or else its first by name; fails where it has none.
    static Result<const Fixture*> base_fixture(const Event& event);

    // Changes by calls, each in the place of what had that name. A new contract takes over the fixtures of
    // its event.
    void put_contract(const std::string& event, Contract contract);
    void remove_event(const std::string& event);

    // The event is there.
    void put_fixture(const std::string& event, Fixture fixture);
    void remove_fixture(const std::string& event, const std::string& fixture);

    std::vector<std::string> event_names() const;
    static std::vector<std::string> fixture_names(const Event& event);

private:
    std::map<std::string, Event, std::less<>> events_;
};

struct Loaded {
    Catalogue catalogue;
    std::vector<Error> unloadable; // files that could not be read; they are not in the catalogue as they are
    std::vector<Error> broken;     // fixtures that break their contract; they are
    std::vector<Error> warnings;   // fixtures that keep it, and do not have a `format` that it only warns of
};

// All of it as one value, and back; fails where a contract or a fixture does.
Json to_json(const Catalogue& catalogue);
Result<Catalogue> parse_catalogue(const Json& json);

// Reads `contracts`/events/EVENT.schema.json and `fixtures`/events/EVENT/NAME.json. For what cannot be read
// stands what `last_good` has of that name. Contracts may refer to any other .json file below `contracts`.
// What has no contract or breaks it is passed over where its layer is optional.
Loaded load(const FileLayers& fixtures, const std::filesystem::path& contracts,
            const Catalogue* last_good = nullptr, bool asserts_formats = false);

// The files below `contracts` that schemas may refer to: by their paths from there, as `file:///PATH`, and by
// `$id`. What is not JSON is left out.
schema::Library load_library(const std::filesystem::path& contracts);

} // namespace chatmock::catalogue
