// Effects on the network as text, so that a test reads like a transcript:
//
//   accept 1                 completes the handshake of WebSocket 1
//   refuse 1: 400 Bad ...    answers it with an HTTP error
//   frame 1: 4hello          sends a text frame on it
//   frame 1: <04 01 02>      sends a binary frame on it
//   confirm 1                requests a receipt for all earlier bytes on it
//   close 1                  closes it
//   break 1                  breaks the WebSocket protocol on it
//   drop 1                   resets its TCP connection; also for an exchange
//   torn frame 1: 4hello     the same, but only the first half is sent; also for an answer
//   answer 2: 200 4a|4b      answers HTTP exchange 2; | is the separator of packets in protocol 4
//   answer 2: 200 <01 02>    answers it with an octet stream
#pragma once

#include "engineio/wire_effect.hpp"
#include "support/broadcast.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock::engineio {

using WireLines = std::vector<std::string>;

inline std::string hex_of(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const char byte : bytes) {
        if (!hex.empty()) hex += ' ';
        for (const unsigned shift : {4U, 0U})
            hex += digits[(static_cast<unsigned char>(byte) >> shift) & 0xfU];
    }
    return "<" + hex + ">";
}

inline std::string text_of(const http::Response& response) {
    const bool binary = response.content_type == "application/octet-stream";
    auto body = binary ? hex_of(response.body) : response.body;
    std::replace(body.begin(), body.end(), '\x1e', '|');
    return std::to_string(response.status) + (body.empty() ? "" : " " + body);
}

inline std::string torn_or_whole(bool torn) { return torn ? "torn " : ""; }

struct WireText {
    std::string operator()(const Respond& respond) const {
        return torn_or_whole(respond.torn) + "answer " + std::to_string(respond.exchange) + ": " +
               text_of(respond.response);
    }
    std::string operator()(const DropExchange& drop) const { return "drop " + std::to_string(drop.exchange); }
    std::string operator()(const AcceptChannel& accept) const {
        return "accept " + std::to_string(accept.channel);
    }
    std::string operator()(const RefuseChannel& refuse) const {
        return "refuse " + std::to_string(refuse.channel) + ": " + text_of(refuse.response);
    }
    std::string operator()(const SendFrame& frame) const {
        return torn_or_whole(frame.torn) + "frame " + std::to_string(frame.channel) + ": " +
               (frame.binary ? hex_of(*frame.payload) : *frame.payload);
    }
    std::string operator()(const Broadcast&) const { return ""; } // its frames are listed one by one
    std::string operator()(const Confirm& confirm) const {
        return "confirm " + std::to_string(confirm.channel);
    }
    std::string operator()(const CloseChannel& close) const {
        return "close " + std::to_string(close.channel);
    }
    std::string operator()(const BreakChannel& broken) const {
        return "break " + std::to_string(broken.channel);
    }
    std::string operator()(const DropChannel& drop) const { return "drop " + std::to_string(drop.channel); }
};

inline WireLines transcript(const std::vector<WireEffect>& effects) {
    WireLines lines;
    for (const auto& effect : effects) {
        if (const auto* broadcast = std::get_if<Broadcast>(&effect)) {
            for (const auto& frame : frames_of(*broadcast)) lines.push_back(WireText{}(frame));
        } else {
            lines.push_back(std::visit(WireText{}, effect));
        }
    }
    return lines;
}

} // namespace chatmock::engineio
