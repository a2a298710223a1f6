// Makes fixtures of what a service sends: one a shape, disguised, named by what sets it apart.
#pragma once

#include "catalogue/catalogue.hpp"
#include "conformance/outline.hpp"
#include "conformance/pseudonyms.hpp"

#include <optional>

namespace chatmock::conformance {

constexpr std::size_t shapes_max = 100;          // of one event
constexpr std::size_t recorded_events_max = 100; // that the catalogue has not

struct RecordedEvent {
    std::string name;
    bool has_contract = false;
    std::size_t heard = 0;
    std::size_t recorded = 0;
    std::size_t left_out = 0;        // of shapes past `shapes_max`
    std::size_t unusable = 0;        // with no argument, several, or bytes
    std::vector<std::string> broken; // names of fixtures whose fakes break what the original kept
};

struct RecordedFile {
    std::string path; // events/EVENT/NAME.json
    std::string text;
};

// Whether the event can have a folder of its name, on every system that files are copied to.
bool is_file_name(const std::string& event);

// Which events are taken in: those of a catalogue, and so many others.
class EventNames {
public:
    explicit EventNames(const catalogue::Catalogue& catalogue);

    enum class Admission { admitted, no_file_name, too_many };

    // Two names that differ only in case cannot both be names of files: the first is one.
    Admission admit(const std::string& event);

private:
    std::set<std::string> admitted_;
    std::set<std::string> in_lower_case_;
    std::size_t others_ = 0; // not of the catalogue
};

class Recording {
public:
    // What the catalogue has in fixtures is known already. The catalogue outlives this.
    Recording(const catalogue::Catalogue& catalogue, Pseudonyms pseudonyms);

    // `arguments` is the list as it came. The path of the fixture, where it became one.
    std::optional<std::string> hear(const std::string& event, const Json& arguments);

    // What is new, in the order in which it came.
    const std::vector<RecordedFile>& files() const { return files_; }

    std::vector<RecordedEvent> events() const;

    // How many came of events whose names are no file names, and some of the names.
    std::size_t refused() const { return refused_; }
    const std::set<std::string>& refused_names() const { return refused_names_; }

    // How many came of events past `recorded_events_max`.
    std::size_t left_out_events() const { return left_out_events_; }

private:
    struct Known {
        RecordedEvent event;
        const catalogue::Contract* contract = nullptr;
        std::optional<Outline> first; // what others are named by
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
