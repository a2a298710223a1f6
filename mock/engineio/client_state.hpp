// The life of an Engine.IO session on its client's side, as a table.
//
//   1. Every transition is in the table of client_state.cpp; no other place changes a state.
//   2. What the table lacks has no effect in that state: it came too late, or the server may not say it.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace chatmock::engineio {

enum class ClientState {
    opening,   // asked for, and not yet answered by the `open` packet
    polling,   // HTTP long-polling is the transport
    probing,   // so it is, and a WebSocket was asked for that has not answered the probe
    pausing,   // the probe was answered: the upgrade comes when the requests on their way have ended
    websocket, // the WebSocket is the transport
    closing,   // the client has closed, and its last POST is on its way
    closed,
};

enum class ClientEvent {
    open_polling,   // the `open` packet came by a poll
    open_websocket, // it came by a WebSocket
    probe,          // a WebSocket is asked for
    probe_answered, // "3probe" came on it
    probe_failed,   // it went away before it was the transport
    upgrade,        // no request is on its way any more
    close,          // the client closes, and has yet to say so
    end,            // nothing more is said by either side
};

inline constexpr std::array client_states = {
    ClientState::opening,   ClientState::polling, ClientState::probing, ClientState::pausing,
    ClientState::websocket, ClientState::closing, ClientState::closed};

inline constexpr std::array client_events = {
    ClientEvent::open_polling, ClientEvent::open_websocket, ClientEvent::probe, ClientEvent::probe_answered,
    ClientEvent::probe_failed, ClientEvent::upgrade,        ClientEvent::close, ClientEvent::end};

std::optional<ClientState> next_state(ClientState state, ClientEvent event);

std::string_view name_of(ClientState state);
std::string_view name_of(ClientEvent event);

} // namespace chatmock::engineio
