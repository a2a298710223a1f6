// The mock's own reaction to a client that joins or sends an event: data, not code.
#pragma once

#include "base/json/json.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chatmock::policy {

// The event that a reaction answers.
struct Occasion {
    std::string namespace_name;
    std::optional<std::string> event; // empty if the client has joined
    Json arguments = Json::array();   // of the event
    std::shared_ptr<const Json> auth; // the payload of CONNECT
    std::uint64_t nth = 1;            // its number among such events of its user
};

struct Reaction {
    std::optional<std::string> event;          // empty: when a client joins
    std::optional<std::string> namespace_name; // empty: in all namespaces

    // The range of a user's events that it answers; without an end if `last` is empty.
    std::uint64_t first = 1;
    std::optional<std::uint64_t> last;
    bool has_order() const { return first > 1 || last; }

    // Either an event with its arguments or a fixture, or the arguments of an acknowledgement.
    std::optional<std::string> emit;
    std::optional<std::string> fixture;
    Json arguments = Json::array();
};

// {"on":"connect"} or {"on":{"event":NAME}}, "namespace":NAME or "*", and one of
// "emit":{"event":NAME,"arguments":…} or "emit":{"event":NAME,"fixture":NAME} or "acknowledge":….
// "on":{"event":NAME,"nth":2} is only the user's second such event. "sequence":[…] in place of "emit" and
// "acknowledge" has one of them for each of the user's events, or {} for no reaction; the last one repeats.
// Arguments are a list, or "${args}"; in them, "${args}" and "${auth}" stand for the client's
// values.
Result<std::vector<Reaction>> parse_reactions(const Json& json, const std::string& at);

bool matches(const Reaction& reaction, const Occasion& occasion);

// The reaction's arguments for this occasion: always a list.
Json arguments_for(const Reaction& reaction, const Occasion& occasion);

} // namespace chatmock::policy
