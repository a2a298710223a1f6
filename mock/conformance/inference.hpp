// How contracts would have to change so that a service keeps them: from what it really sent.
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
    std::string at; // a pointer into the schema; empty where the contract is new
    std::optional<Json> before;
    std::optional<Json> after;
    std::size_t seen = 0; // in so many of the payloads
    std::size_t heard = 0;
};

// `NewMessage.schema.json /properties/group_id/type: "integer" -> ["integer","null"] (2 of 5 payloads)`
std::string line_of(const ContractChange& change);

// Works on what came, and shows of it types, which fields there are and formats, never what it says: a list
// of values that has not the one that came goes, and so does a limit that it passes. Memory does not grow
// with how much is heard.
class Inference {
public:
    // The catalogue outlives this.
    explicit Inference(const catalogue::Catalogue& catalogue) : catalogue_(catalogue), names_(catalogue) {}

    // `arguments` is the list as it came; what has not one argument without bytes says nothing. An event
    // without a contract gets one, where a recording takes it in.
    void hear(const std::string& event, const Json& arguments);

    // Event by event, in the schema's order.
    std::vector<ContractChange> changes() const;

    // The schemas that changed or are new, by event. What was heard keeps them, but for what unresolved()
    // names.
    std::map<std::string, Json> schemas() const;

    // Events of which something came that no change to the contract lets pass, or too much.
    std::vector<std::string> unresolved() const;

private:
    struct Inferred {
        std::optional<catalogue::Contract> original; // nothing where there was no contract
        catalogue::Contract contract;                // as wide as it has to be
        std::size_t heard = 0;
        std::map<std::string, std::size_t> changed; // by pointer: in how many payloads
        bool is_resolved = true;
    };

    Inferred* find(const std::string& event, const Json& payload);
    static void take_in(Inferred& inferred, const Json& payload);

    const catalogue::Catalogue& catalogue_;
    EventNames names_;
    std::map<std::string, Inferred> events_;
};

} // namespace chatmock::conformance
