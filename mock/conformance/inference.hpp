// Proposes changes to contracts, so that the payloads that a service really sent become valid.
#pragma once

#include "catalogue/catalogue.hpp"
#include "conformance/recording.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace chatmock::conformance {

constexpr std::size_t changes_max = 1000; // of one event's contract

struct ContractChange {
    std::string event;
    std::string at; // a pointer into the schema; empty for a new contract
    std::optional<Json> before;
    std::optional<Json> after;
    std::size_t seen = 0; // the number of payloads that need it
    std::size_t heard = 0;
};

// `NewMessage.schema.json /properties/group_id/type: "integer" -> ["integer","null"] (2 of 5 payloads)`
std::string line_of(const ContractChange& change);

// Learns from payloads. Proposals contain types, field names and formats, never values: a list of values
// without the new one is removed, and so is a limit that is exceeded. Memory does not grow with the number of
// payloads.
class Inference {
public:
    // The catalogue outlives this object.
    explicit Inference(const catalogue::Catalogue& catalogue) : catalogue_(catalogue), names_(catalogue) {}

    // `arguments` is the list that was received; anything but one argument without bytes is ignored. An event
    // without a contract gets one, if a recording would admit it.
    void hear(const std::string& event, const Json& arguments);

    // Sorted by event, then in the schema's order.
    std::vector<ContractChange> changes() const;

    // The new and changed schemas, by event. All payloads satisfy them, except for the events in
    // unresolved().
    std::map<std::string, Json> schemas() const;

    // Events with payloads that no change makes valid, or with too many changes.
    std::vector<std::string> unresolved() const;

private:
    struct Inferred {
        std::optional<catalogue::Contract> original; // empty if there was no contract
        catalogue::Contract contract;                // widened so far
        std::size_t heard = 0;
        std::map<std::string, std::size_t> changed; // by pointer: the number of payloads
        bool is_resolved = true;
    };

    Inferred* find(const std::string& event, const Json& payload);
    static void take_in(Inferred& inferred, const Json& payload);

    const catalogue::Catalogue& catalogue_;
    EventNames names_;
    std::map<std::string, Inferred> events_;
};

} // namespace chatmock::conformance
