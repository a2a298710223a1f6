#include "engineio/client_state.hpp"

#include "support/transition_table.hpp"

namespace chatmock::engineio {

namespace {

// The next state for each event and state; a dash if there is no transition.
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

} // namespace

TEST_CASE("Every event of a client in every state leads where the table says", "[engineio]") {
    check_transitions(expected_table, client_states, client_events);
}

} // namespace chatmock::engineio
