// Splits a broadcast into the frames of its channels, event by event.
#pragma once

#include "engineio/wire_effect.hpp"

#include <vector>

namespace chatmock::engineio {

inline std::vector<SendFrame> frames_of(const Broadcast& broadcast) {
    std::vector<SendFrame> frames;
    for (const auto& payload : broadcast.payloads) {
        const bool last = &payload == &broadcast.payloads.back();
        for (std::size_t i = 0; i < broadcast.channels.size(); ++i) {
            const bool asks = last && !broadcast.receipts.empty();
            frames.push_back({broadcast.channels[i], false, payload, asks ? broadcast.receipts[i] : 0});
        }
    }
    return frames;
}

} // namespace chatmock::engineio
