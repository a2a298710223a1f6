// Everything that can happen to a world, and everything that it can want done.
#pragma once

#include "core/input/command.hpp"
#include "core/input/reloaded.hpp"
#include "core/input/reply.hpp"
#include "engineio/handshake.hpp"
#include "engineio/wire_effect.hpp"

#include <memory>
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
    std::string code = "websocket_frame"; // stable, as engineio::ClientViolation has it
};                                        // of the WebSocket protocol
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

// A handshake that names a sandbox which is not there. This world tells the client, and keeps the record.
struct ClientRefused {
    engineio::Transport transport;
    std::uint64_t number; // of its exchange, or of its channel
    int status;
    std::string message;
};

using Input = std::variant<RequestBegun, RequestArrived, ExchangeLost, UpgradeArrived, FrameArrived,
                           ChannelViolated, ChannelLost, Written, Called, GaveUp, Withdrawn, Reloaded,
                           TimePassed, ShutDown, ClientRefused>;

struct Answer {
    Ticket ticket;
    Result<Reply> reply;
};

// To be performed in order, wire first.
struct Effects {
    std::vector<engineio::WireEffect> wire;
    std::vector<Answer> answers;
    bool memory_freed = false; // so much that the system may have it back
};

} // namespace chatmock::core
