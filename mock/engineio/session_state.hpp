// The life of an Engine.IO session as a table.
//
//   1. A session begins in `polling` or `websocket`, as its handshake says. The table of session_state.cpp has
//      every transition from there.
//   2. What the table lacks is not allowed in that state; the caller decides the protocol's reaction.
//   3. The session's flags (half open, torn, a probe that got lost) are no part of the state: they change what
//      the session writes and answers, but no transition.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace chatmock::engineio {

enum class SessionState {
    polling,   // HTTP long-polling is the transport
    probing,   // so it is, and a WebSocket was opened that has not spoken yet
    probed,    // so it is, and the WebSocket's probe was answered
    websocket, // the WebSocket is the transport
    closing,   // the server has ended it amid the upgrade; the next poll or the "5" will tell the client
    draining,  // the server has closed; the next poll will carry it to the client
    silent,    // the server has ended it, and the client is not to learn of it
    closed,
};

enum class SessionEvent {
    poll,          // a GET
    post,          // a POST
    attach,        // a WebSocket opened for this session
    probe,         // "2probe" on that WebSocket
    upgrade,       // "5" on that WebSocket
    frame,         // any other frame on a WebSocket of this session
    attach_failed, // that WebSocket went away, or took too long
    lost,          // the transport went away
    close,         // the server closes, and the client learns of it at once
    close_unheard, // the server closes, and no poll is there to tell the client
    defer,         // the server ends it while its client listens to no transport
    silence,       // the server ends it, and answers nothing any more
    drop,          // the server cuts its connections
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
