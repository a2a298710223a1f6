// Everything that can happen to a world, and everything that it can want done.
#pragma once

#include "catalogue/catalogue.hpp"
#include "core/input/command.hpp"
#include "core/input/reply.hpp"
#include "core/input/scenario.hpp"
#include "engineio/wire_effect.hpp"
#include "policy/profile.hpp"

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
    engineio::HttpRequest request; // its body is on its way
};
struct RequestArrived {
    engineio::HttpRequest request;
};
struct ExchangeLost {
    engineio::ExchangeId exchange;
}; // its connection went away without an answer
struct UpgradeArrived {
    engineio::ChannelId channel;
    engineio::HttpRequest request;
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
    engineio::Query query = {};
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

// The caller has closed its connection. It gets no answer, and what it asked for and has not begun does not happen.
struct Withdrawn {
    Ticket ticket;
};

struct FileMistake {
    std::string file;
    std::string at; // a JSON Pointer into the file; empty where none applies
    std::string message;
};

// Files that the world is made of were saved, or went. Names are relative, such as
// fixtures/events/NewMessage/default.json.
struct Reloaded {
    std::shared_ptr<const catalogue::Catalogue> catalogue; // null where it stays as it is
    std::shared_ptr<const policy::Profile> profile;        // likewise
    std::shared_ptr<const Scenarios> scenarios;            // likewise
    std::vector<std::string> changed;                      // files that are taken up
    std::vector<FileMistake> refused;                      // in files whose last good version stays
    std::vector<FileMistake> warnings;                     // in files that are taken up nevertheless
};

struct TimePassed {};
struct ShutDown {};

using Input =
    std::variant<RequestBegun, RequestArrived, ExchangeLost, UpgradeArrived, FrameArrived, ChannelViolated,
                 ChannelLost, Written, Called, GaveUp, Withdrawn, Reloaded, TimePassed, ShutDown>;

struct Answer {
    Ticket ticket;
    Result<Reply> reply;
};

// To be performed in order, wire first.
struct Effects {
    std::vector<engineio::WireEffect> wire;
    std::vector<Answer> answers;
};

} // namespace chatmock::core
