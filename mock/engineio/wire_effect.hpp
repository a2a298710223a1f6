// Effects of a session on the network, as data; the transport performs them in order.
#pragma once

#include "engineio/codec/packet.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <variant>
#include <vector>

namespace chatmock::engineio {

// One WebSocket. The transport numbers them; a number is unique in the process.
using ChannelId = std::uint64_t;

// The transport returns the number once the kernel has the bytes; 0 requests nothing.
using Receipt = std::uint64_t;

struct Respond {
    http::ExchangeId exchange;
    http::Response response;
    std::vector<Receipt> receipts;
    bool torn = false; // only the first half of the body is sent, then the connection is reset
};

// Resets the connection of a request without answering it.
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

// One frame. Sessions that send the same packet share its payload, so the transport can frame it once.
struct SendFrame {
    ChannelId channel = 0;
    bool binary = false;
    std::shared_ptr<const std::string> payload;
    Receipt receipt = 0;
    bool torn = false; // only the first half is sent, then the connection is reset
};

// The same text frames on each of the channels, in this order: encoded once.
struct Broadcast {
    std::vector<ChannelId> channels;
    std::vector<std::shared_ptr<const std::string>> payloads;
    std::vector<Receipt> receipts; // one per channel, due after its last frame; empty if none is requested
};

// Sends nothing. Its receipt is due once the kernel has all earlier bytes of the channel.
struct Confirm {
    ChannelId channel;
    Receipt receipt;
};

// An empty Close frame, as the reference server sends it; then the TCP connection ends.
struct CloseChannel {
    ChannelId channel;
};

// An invalid WebSocket frame; then the TCP connection ends.
struct BreakChannel {
    ChannelId channel;
};

// Resets the TCP connection, even during the WebSocket handshake.
struct DropChannel {
    ChannelId channel;
};

using WireEffect = std::variant<Respond, DropExchange, AcceptChannel, RefuseChannel, SendFrame, Broadcast,
                                Confirm, CloseChannel, BreakChannel, DropChannel>;

} // namespace chatmock::engineio
