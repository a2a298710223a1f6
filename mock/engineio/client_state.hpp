// The states of the client's side of an Engine.IO session, as a table.
//
// 1. client_state.cpp lists every transition; no other code changes a state.
//
// 2. An event without a transition has no effect: it arrived too late, or the server must not send it.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace chatmock::engineio {

enum class ClientState {
    opening,   // the handshake was sent; its `open` packet has not arrived
    polling,   // HTTP long-polling is the transport
    probing,   // polling; a WebSocket was opened, and its probe has no answer yet
    pausing,   // the probe was answered; the upgrade waits for the requests on their way
    websocket, // the WebSocket is the transport
    closing,   // the client has closed; its last POST is on its way
    closed,
};

enum class ClientEvent {
    open_polling,   // the `open` packet arrived in a poll
    open_websocket, // the `open` packet arrived by WebSocket
    probe,          // a WebSocket is opened
    probe_answered, // "3probe" arrived on it
    probe_failed,   // it ended before it was the transport
    upgrade,        // no request is on its way
    close,          // the client closes, and still has to send the packet
    end,            // both sides are done
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
