// Everything that can happen to a world, and everything that it can want done.
#pragma once

#include "core/input/command.hpp"
#include "core/input/reloaded.hpp"
#include "core/input/reply.hpp"
#include "engineio/wire_effect.hpp"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace chatmock::core {

// One control call that waits for its answer. Unique for the life of the process.
using Ticket = std::uint64_t;

// Tickets above it are of those in the world who ask it something.
constexpr Ticket first_inner_ticket = Ticket{1} << 63U;

struct RequestBegun {
    http::Request request; // its body is on its way
};
struct RequestArrived {
    http::Request request;
};
struct ExchangeLost {
    http::ExchangeId exchange;
}; // its connection went away without an answer
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
}; // of the WebSocket protocol
struct ChannelLost {
    engineio::ChannelId channel;
};
struct Written {
    std::vector<engineio::Receipt> receipts;
};
// A call as it was asked over HTTP.
struct HttpCall {
    std::string method;
    std::string path;
    http::Query query = {};
    Json body = Json::object();
};

struct Called {
    Ticket ticket;
    Command command;
    std::shared_ptr<const HttpCall> http = {}; // null where it only looks, and nobody need know
};
struct GaveUp {
    Ticket ticket;
}; // the caller's patience has ended: answer it now

// The caller has closed its connection. It gets no answer, and what it asked for and has not begun does not
// happen.
struct Withdrawn {
    Ticket ticket;
};

struct TimePassed {};
struct ShutDown {};

using Input =
    std::variant<RequestBegun, RequestArrived, ExchangeLost, UpgradeArrived, FrameArrived, ChannelViolated,
                 ChannelLost, Written, Called, GaveUp, Withdrawn, Reloaded, TimePassed, ShutDown>;

// What the profile says of the connections of clients: for those that open from now on.
struct SocketSettings {
    std::size_t max_payload; // bytes; a larger body of a request, or a larger message, is refused

    // Of a WebSocket's first frame behind the answer to the handshake; a client that speaks first ends it.
    Milliseconds first_frame_delay;
};

struct Answer {
    Ticket ticket;
    Result<Reply> reply;
};

// To be performed in order, wire first.
struct Effects {
    std::optional<SocketSettings> socket_settings = {}; // where they are others from here on
    std::vector<engineio::WireEffect> wire = {};
    std::vector<Answer> answers = {};
    bool memory_freed = false; // so much that the system may have it back
};

} // namespace chatmock::core
