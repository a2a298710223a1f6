// The values that ${last.EVENT.FIELD} stand for: of the events that the journal has.
#pragma once

#include "core/state/state.hpp"

#include <map>
#include <string>
#include <string_view>

namespace chatmock::core {

// Exists while one call renders, and parses each event once.
class LastEvents {
public:
    explicit LastEvents(const State& state) : state_(state) {}

    // True if they differ by recipient, as an event names its recipient.
    bool is_per_user(const catalogue::Template& draft) const;

    // All that the draft refers to, as the user got it; otherwise, as the first user by name got it. Fails if
    // no such event was sent, or if it has no such field.
    Result<catalogue::LastValues> values_for(const catalogue::Template& draft, const std::string& user);

private:
    // The event that a reference names, and its fields, with the dot before them. An event's name may have
    // dots.
    struct Reference {
        std::string event;
        std::string_view fields;
    };

    Reference read(std::string_view reference) const;
    Result<Json> find(const std::string& reference, const std::string& user);

    const State& state_;
    std::map<SharedText, Json> payloads_;
};

} // namespace chatmock::core
