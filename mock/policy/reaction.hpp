// What the mock does by itself when a client joins or sends an event: data, not code.
#pragma once

#include "base/json/json.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chatmock::policy {

// What a reaction may pass on.
struct Occasion {
    std::string namespace_name;
    std::optional<std::string> event; // absent where the client has joined
    Json arguments = Json::array();   // of the event
    std::shared_ptr<const Json> auth; // the payload of CONNECT
    std::uint64_t nth = 1;            // of such events of its user
};

struct Reaction {
    std::optional<std::string> event;          // absent: when a client joins
    std::optional<std::string> namespace_name; // absent: in every one

    // Which of a user's events it answers: from the first of these to the last, if there is one.
    std::uint64_t first = 1;
    std::optional<std::uint64_t> last;
    bool has_order() const { return first > 1 || last; }

    // Either an event to emit, with its arguments or a fixture, or the arguments of an acknowledgement.
    std::optional<std::string> emit;
    std::optional<std::string> fixture;
    Json arguments = Json::array();
};

// {"on":"connect"} or {"on":{"event":NAME}}, "namespace":NAME or "*", and one of
// "emit":{"event":NAME,"arguments":…} or "emit":{"event":NAME,"fixture":NAME} or "acknowledge":….
// "on":{"event":NAME,"nth":2} is only the user's second such event. "sequence":[…] in place of "emit" and
// "acknowledge" has one of them for each of the user's events, or {} for no reaction; the last one repeats.
// Arguments are a list, or "${args}"; within them "${args}" and "${auth}" stand for what came.
Result<std::vector<Reaction>> parse_reactions(const Json& json, const std::string& at);

bool matches(const Reaction& reaction, const Occasion& occasion);

// The reaction's arguments for this occasion: always a list.
Json arguments_for(const Reaction& reaction, const Occasion& occasion);

} // namespace chatmock::policy
