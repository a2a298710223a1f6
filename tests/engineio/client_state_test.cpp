#include "engineio/client_state.hpp"

#include "support/catch.hpp"

#include <map>
#include <sstream>
#include <string>

namespace chatmock::engineio {

namespace {

// What each event makes of each state; a dash where it has no effect.
constexpr std::string_view expected_table = R"(
                opening    polling  probing  pausing    websocket  closing  closed
open_polling    polling    -        -        -          -          -        -
open_websocket  websocket  -        -        -          -          -        -
probe           -          probing  -        -          -          -        -
probe_answered  -          -        pausing  -          -          -        -
probe_failed    -          -        polling  polling    -          -        -
upgrade         -          -        -        websocket  -          -        -
close           -          closing  closing  closing    -          -        -
end             closed     closed   closed   closed     closed     closed   -
)";

using Cell = std::pair<std::string, std::string>; // state, event

std::map<Cell, std::string> expected_transitions() {
    std::istringstream table{std::string(expected_table)};
    std::array<std::string, client_states.size()> states;
    for (auto& state : states) table >> state;
    std::map<Cell, std::string> transitions;
    for (std::string event; table >> event;) {
        for (const auto& state : states) table >> transitions[{state, event}];
    }
    return transitions;
}

} // namespace

TEST_CASE("Every event of a client in every state leads where the table says", "[engineio]") {
    const auto expected = expected_transitions();
    REQUIRE(expected.size() == client_states.size() * client_events.size());
    for (const auto state : client_states) {
        for (const auto event : client_events) {
            const Cell cell(name_of(state), name_of(event));
            const auto next = next_state(state, event);
            CAPTURE(cell.first, cell.second);
            REQUIRE(expected.count(cell) == 1);
            CHECK((next ? name_of(*next) : "-") == expected.at(cell));
        }
    }
}

} // namespace chatmock::engineio
