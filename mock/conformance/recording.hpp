// Turns the events of a service into fixtures: one per shape, disguised, named by its differences.
#pragma once

#include "catalogue/catalogue.hpp"
#include "conformance/outline.hpp"
#include "conformance/pseudonyms.hpp"

#include <optional>

namespace chatmock::conformance {

constexpr std::size_t shapes_max = 100;          // per event
constexpr std::size_t recorded_events_max = 100; // events without a contract in the catalogue

struct RecordedEvent {
    std::string name;
    bool has_contract = false;
    std::size_t heard = 0;
    std::size_t recorded = 0;
    std::size_t left_out = 0;        // shapes past `shapes_max`
    std::size_t unusable = 0;        // without exactly one argument, or with bytes
    std::vector<std::string> broken; // fixtures whose fakes violate the contract
};

struct RecordedFile {
    std::string path; // events/EVENT/NAME.json
    std::string text;
};

// True if a folder may have the event's name on every common system.
bool is_file_name(const std::string& event);

// The events to record: all of the catalogue, and a limited number of others.
class EventNames {
public:
    explicit EventNames(const catalogue::Catalogue& catalogue);

    enum class Admission { admitted, no_file_name, too_many };

    // Names that differ only in case cannot both be file names: only the first is admitted.
    Admission admit(const std::string& event);

private:
    std::set<std::string> admitted_;
    std::set<std::string> in_lower_case_;
    std::size_t others_ = 0; // outside of the catalogue
};

class Recording {
public:
    // Shapes that the catalogue's fixtures have are known already. The catalogue outlives this object.
    Recording(const catalogue::Catalogue& catalogue, Pseudonyms pseudonyms);

    // `arguments` is the list that was received. Returns the path of the new fixture, if there is one.
    std::optional<std::string> hear(const std::string& event, const Json& arguments);

    // The new fixtures, in the order in which they were received.
    const std::vector<RecordedFile>& files() const { return files_; }

    std::vector<RecordedEvent> events() const;

    // The number of events whose names cannot be file names, and some of the names.
    std::size_t refused() const { return refused_; }
    const std::set<std::string>& refused_names() const { return refused_names_; }

    // The number of events past `recorded_events_max`.
    std::size_t left_out_events() const { return left_out_events_; }

private:
    struct Known {
        RecordedEvent event;
        const catalogue::Contract* contract = nullptr;
        std::optional<Outline> first; // the shape that names of others refer to
        std::set<std::uint64_t> shapes;
        std::set<std::string> names; // in lower case
    };

    Known* find(const std::string& event);
    std::string free_name(Known& known, const Outline& outline) const;

    Pseudonyms pseudonyms_;
    EventNames names_;
    std::map<std::string, Known> known_;
    std::vector<RecordedFile> files_;
    std::size_t refused_ = 0;
    std::set<std::string> refused_names_;
    std::size_t left_out_events_ = 0;
};

} // namespace chatmock::conformance
