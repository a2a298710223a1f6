// Wire effects as text, so that a test reads like a transcript:
//
//   accept 1                 completes the handshake of WebSocket 1
//   refuse 1: 400 Bad ...    answers it with an HTTP error
//   frame 1: 4hello          sends a frame on it
//   close 1                  closes it
//   answer 2: 200 4a|4b      answers HTTP exchange 2; | is the separator of packets
#pragma once

#include "engineio/wire_effect.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace chatmock::engineio {

using Transcript = std::vector<std::string>;

inline std::string text_of(const HttpResponse& response) {
    auto body = response.body;
    std::replace(body.begin(), body.end(), '\x1e', '|');
    return std::to_string(response.status) + (body.empty() ? "" : " " + body);
}

struct WireText {
    std::string operator()(const Respond& respond) const {
        return "answer " + std::to_string(respond.exchange) + ": " + text_of(respond.response);
    }
    std::string operator()(const AcceptChannel& accept) const {
        return "accept " + std::to_string(accept.channel);
    }
    std::string operator()(const RefuseChannel& refuse) const {
        return "refuse " + std::to_string(refuse.channel) + ": " + text_of(refuse.response);
    }
    std::string operator()(const SendFrame& frame) const {
        return "frame " + std::to_string(frame.channel) + ": " + *frame.text;
    }
    std::string operator()(const CloseChannel& close) const {
        return "close " + std::to_string(close.channel);
    }
};

inline Transcript transcript(const std::vector<WireEffect>& effects) {
    Transcript lines;
    for (const auto& effect : effects) lines.push_back(std::visit(WireText{}, effect));
    return lines;
}

} // namespace chatmock::engineio
