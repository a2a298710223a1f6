// The changes that calls have made to the files' events. They are kept, so that they cover the files when
// these are read again.
#pragma once

#include "catalogue/catalogue.hpp"

#include <map>
#include <optional>
#include <string>

namespace chatmock::catalogue {

class Changes {
public:
    bool empty() const { return events_.empty(); }

    // Each change replaces earlier ones of the same thing. `files` is the catalogue without changes: removing
    // a thing that it does not have needs no memory.
    void put_contract(const std::string& event, const Contract& contract);
    void remove_event(const std::string& event, const Catalogue& files);
    void put_fixture(const std::string& event, const Fixture& fixture);
    void remove_fixture(const std::string& event, const std::string& fixture, const Catalogue& files);

    // Makes all changes to a catalogue of files. Fixtures of an event that is not in it have to wait for it.
    void apply_to(Catalogue& catalogue) const;

private:
    struct OfEvent {
        bool hides_files = false; // the event's contract and fixtures in files are removed
        std::optional<Contract> contract;
        std::map<std::string, std::optional<Fixture>> fixtures; // by name; empty if removed
    };

    std::map<std::string, OfEvent> events_;
};

} // namespace chatmock::catalogue
