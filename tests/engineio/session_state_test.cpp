#include "engineio/session_state.hpp"

#include "support/catch.hpp"

#include <map>
#include <sstream>
#include <string>

namespace chatmock::engineio {

namespace {

// What each event makes of each state; a dash where the event is not allowed.
constexpr std::string_view expected_table = R"(
               polling    probing    probed     websocket  draining  silent  closed
poll           polling    probing    probed     -          draining  silent  -
post           polling    probing    probed     -          draining  silent  -
attach         probing    -          -          -          -         -       -
probe          -          probed     probed     -          -         -       -
upgrade        -          websocket  websocket  -          -         -       -
frame          -          polling    polling    websocket  -         silent  -
attach_failed  -          polling    polling    -          -         -       -
lost           closed     closed     closed     closed     closed    closed  -
close          closed     closed     closed     closed     closed    closed  -
close_unheard  draining   draining   draining   -          -         -       -
silence        silent     silent     silent     silent     -         -       -
drop           closed     closed     closed     closed     closed    closed  -
)";

using Cell = std::pair<std::string, std::string>; // state, event

std::map<Cell, std::string> expected_transitions() {
    std::istringstream table{std::string(expected_table)};
    std::array<std::string, session_states.size()> states;
    for (auto& state : states) table >> state;
    std::map<Cell, std::string> transitions;
    for (std::string event; table >> event;) {
        for (const auto& state : states) table >> transitions[{state, event}];
    }
    return transitions;
}

} // namespace

TEST_CASE("Every event in every state leads where the table says", "[engineio]") {
    const auto expected = expected_transitions();
    REQUIRE(expected.size() == session_states.size() * session_events.size());
    for (const auto state : session_states) {
        for (const auto event : session_events) {
            const Cell cell(name_of(state), name_of(event));
            const auto next = next_state(state, event);
            CAPTURE(cell.first, cell.second);
            REQUIRE(expected.count(cell) == 1);
            CHECK((next ? name_of(*next) : "-") == expected.at(cell));
        }
    }
}

} // namespace chatmock::engineio
