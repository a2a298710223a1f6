#include "engineio/session_state.hpp"

#include "support/transition_table.hpp"

namespace chatmock::engineio {

namespace {

// The next state for each event and state; a dash if the event is not allowed.
constexpr std::string_view expected_table = R"(
               polling    probing    probed     websocket  closing   draining  silent  closed
poll           polling    probing    probed     -          closing   draining  silent  -
post           polling    probing    probed     -          closing   draining  silent  -
attach         probing    -          -          -          -         -         -       -
probe          -          probed     probed     -          -         -         -       -
upgrade        -          websocket  websocket  -          -         -         -       -
frame          -          polling    polling    websocket  -         -         silent  -
attach_failed  -          polling    polling    -          draining  -         -       -
lost           closed     closed     closed     closed     closed    closed    closed  -
close          closed     closed     closed     closed     closed    closed    closed  -
close_unheard  draining   draining   draining   -          -         -         -       -
defer          -          -          closing    -          -         -         -       -
silence        silent     silent     silent     silent     -         -         -       -
drop           closed     closed     closed     closed     closed    closed    closed  -
)";

} // namespace

TEST_CASE("Every event in every state leads where the table says", "[engineio]") {
    check_transitions(expected_table, session_states, session_events);
}

} // namespace chatmock::engineio
