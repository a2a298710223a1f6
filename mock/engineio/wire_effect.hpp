// What a session wants done on the wire. Effects are data; the transport performs them in order.
#pragma once

#include "engineio/codec/packet.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <variant>
#include <vector>

namespace chatmock::engineio {

// One WebSocket. Unique for the life of the process; the transport numbers them.
using ChannelId = std::uint64_t;

// Asks the transport to say when the bytes were handed to the kernel; 0 asks for nothing.
using Receipt = std::uint64_t;

struct Respond {
    http::ExchangeId exchange;
    http::Response response;
    std::vector<Receipt> receipts;
    bool torn = false; // of the body only the first half leaves; there the connection is reset
};

// Resets the connection of a request, which gets no answer.
struct DropExchange {
    http::ExchangeId exchange;
};

// Completes the WebSocket handshake.
struct AcceptChannel {
    ChannelId channel;
};

// Answers the WebSocket handshake with an HTTP error and ends the TCP connection.
struct RefuseChannel {
    ChannelId channel;
    http::Response response;
};

// One frame. Sessions that send the same packet share its payload, so that the transport may frame it once.
struct SendFrame {
    ChannelId channel = 0;
    bool binary = false;
    std::shared_ptr<const std::string> payload;
    Receipt receipt = 0;
    bool torn = false; // only the first half leaves; there the connection is reset
};

// The same text frames, in this order, on each of the channels: their bytes are made once.
struct Broadcast {
    std::vector<ChannelId> channels;
    std::vector<std::shared_ptr<const std::string>> payloads;
    std::vector<Receipt> receipts; // a channel's comes with its last frame; empty where nobody asks
};

// Sends nothing: its receipt comes when all that was sent on the channel before was handed to the kernel.
struct Confirm {
    ChannelId channel;
    Receipt receipt;
};

// An empty Close frame, as the reference server sends it; then the TCP connection ends.
struct CloseChannel {
    ChannelId channel;
};

// A frame that the WebSocket protocol does not know; then the TCP connection ends.
struct BreakChannel {
    ChannelId channel;
};

// Resets the TCP connection, be it in the middle of the WebSocket handshake.
struct DropChannel {
    ChannelId channel;
};

using WireEffect = std::variant<Respond, DropExchange, AcceptChannel, RefuseChannel, SendFrame, Broadcast,
                                Confirm, CloseChannel, BreakChannel, DropChannel>;

} // namespace chatmock::engineio
