// Compares a table of states and events with a drawing of it, cell by cell.
#pragma once

#include "support/catch.hpp"

#include <array>
#include <map>
#include <sstream>
#include <string>
#include <string_view>

namespace chatmock {

// The first line of `drawn` lists the states. Each further line has an event, and the next state for each
// state; a dash stands for no transition.
template <typename State, std::size_t states_count, typename Event, std::size_t events_count>
void check_transitions(std::string_view drawn, const std::array<State, states_count>& all_states,
                       const std::array<Event, events_count>& all_events) {
    using Cell = std::pair<std::string, std::string>; // state, event
    std::istringstream table{std::string(drawn)};
    std::array<std::string, states_count> states;
    for (auto& state : states) table >> state;
    std::map<Cell, std::string> expected;
    for (std::string event; table >> event;) {
        for (const auto& state : states) table >> expected[{state, event}];
    }
    REQUIRE(expected.size() == states_count * events_count);
    for (const auto state : all_states) {
        for (const auto event : all_events) {
            const Cell cell(name_of(state), name_of(event));
            const auto next = next_state(state, event);
            CAPTURE(cell.first, cell.second);
            REQUIRE(expected.count(cell) == 1);
            CHECK((next ? name_of(*next) : "-") == expected.at(cell));
        }
    }
}

} // namespace chatmock
