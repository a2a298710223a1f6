// The states of an Engine.IO session, as a table.
//
// 1. A session starts in `polling` or `websocket`, as its handshake says. session_state.cpp lists every
// transition from there.
//
// 2. An event without a transition is not allowed in that state; the caller decides the reaction.
//
// 3. The session's flags (half open, torn, a lost probe) are not states: they change packets and answers.
// They may keep an event from the table, but add no transition.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace chatmock::engineio {

enum class SessionState {
    polling,   // HTTP long-polling is the transport
    probing,   // polling; a WebSocket was opened, and has sent nothing yet
    probed,    // polling; the WebSocket's probe was answered
    websocket, // the WebSocket is the transport
    closing,   // the server ended it during the upgrade; the next poll or "5" informs the client
    draining,  // the server has closed; the next poll informs the client
    silent,    // the server ended it without informing the client
    closed,
};

enum class SessionEvent {
    poll,          // a GET
    post,          // a POST
    attach,        // a WebSocket opened for this session
    probe,         // "2probe" on that WebSocket
    upgrade,       // "5" on that WebSocket
    frame,         // any other frame on that WebSocket
    attach_failed, // that WebSocket ended, or took too long
    lost,          // the transport ended
    close,         // the server closes; the client learns of it at once
    close_unheard, // the server closes, and no poll waits
    defer,         // the server ends it while its client listens to no transport
    silence,       // the server ends it, and no longer answers
    drop,          // the server resets its connections
};

inline constexpr std::array session_states = {
    SessionState::polling, SessionState::probing,  SessionState::probed, SessionState::websocket,
    SessionState::closing, SessionState::draining, SessionState::silent, SessionState::closed};

inline constexpr std::array session_events = {
    SessionEvent::poll,    SessionEvent::post,          SessionEvent::attach,        SessionEvent::probe,
    SessionEvent::upgrade, SessionEvent::frame,         SessionEvent::attach_failed, SessionEvent::lost,
    SessionEvent::close,   SessionEvent::close_unheard, SessionEvent::defer,         SessionEvent::silence,
    SessionEvent::drop};

std::optional<SessionState> next_state(SessionState state, SessionEvent event);

std::string_view name_of(SessionState state);
std::string_view name_of(SessionEvent event);

} // namespace chatmock::engineio
