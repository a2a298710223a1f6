// All inputs and effects of a world.
#pragma once

#include "core/input/command.hpp"
#include "core/input/reloaded.hpp"
#include "core/input/reply.hpp"
#include "engineio/handshake.hpp"
#include "engineio/wire_effect.hpp"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace chatmock::core {

// One control call that waits for its answer. A ticket of the control port is unique in the process, one of
// the world's own parts only in the world.
using Ticket = std::uint64_t;

// Tickets above it belong to calls of the world's own parts.
constexpr Ticket first_inner_ticket = Ticket{1} << 63U;

struct RequestBegun {
    http::Request request; // its body is on its way
};
struct RequestArrived {
    http::Request request;
};
struct ExchangeLost {
    http::ExchangeId exchange;
}; // its connection was lost before the answer
struct UpgradeArrived {
    engineio::ChannelId channel;
    http::Request request;
};
struct FrameArrived {
    engineio::ChannelId channel;
    engineio::Message content;
};
struct ChannelViolated {
    engineio::ChannelId channel;
    std::string what;
    std::string code = "websocket_frame"; // stable, see engineio::ClientViolation
};                                        // of the WebSocket protocol
struct ChannelLost {
    engineio::ChannelId channel;
};
struct Written {
    std::vector<engineio::Receipt> receipts;
};
// A call in its HTTP form.
struct HttpCall {
    std::string method;
    std::string path;
    http::Query query = {};
    Json body = Json::object();
};

struct Called {
    Ticket ticket;
    Command command;
    std::shared_ptr<const HttpCall> http = {}; // null for a read-only call that the transcript omits
};
struct GaveUp {
    Ticket ticket;
}; // the caller's patience has ended: it must be answered now

// The caller has closed its connection: it gets no answer, and the part of its request that has not begun is
// cancelled.
struct Withdrawn {
    Ticket ticket;
};

struct TimePassed {};
struct ShutDown {};

// A handshake that names an unknown sandbox. This world refuses it, and records that.
struct ClientRefused {
    engineio::Transport transport;
    std::uint64_t number; // of its exchange, or of its channel
    int status;
    std::string message;
};

using Input = std::variant<RequestBegun, RequestArrived, ExchangeLost, UpgradeArrived, FrameArrived,
                           ChannelViolated, ChannelLost, Written, Called, GaveUp, Withdrawn, Reloaded,
                           TimePassed, ShutDown, ClientRefused>;

// A profile's settings for the bytes of a client's request, or of its WebSocket.
struct SocketSettings {
    std::size_t max_payload; // bytes; a larger body of a request, or a larger message, is refused

    // The delay of a WebSocket's first frame after the answer to the handshake; a client's own frame ends it.
    Milliseconds first_frame_delay;
};

struct Answer {
    Ticket ticket;
    Result<Reply> reply;
};

// To be performed in order, network effects first.
struct Effects {
    std::vector<engineio::WireEffect> wire = {};
    std::vector<Answer> answers = {};
    bool memory_freed = false; // enough to return it to the system
};

} // namespace chatmock::core
