// The results of a turn: effects for the wire, and answers to calls.
#pragma once

#include "core/input/input.hpp"
#include "core/state/connections.hpp"
#include "engineio/session.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace chatmock::core {

class TurnOutput {
public:
    // The connections outlive this object.
    explicit TurnOutput(Connections& connections) : connections_(connections) {}

    void answer(Ticket ticket, Result<Reply> reply);

    // Answers a request without a session.
    void respond(http::ExchangeId exchange, http::Response response);

    // Appends a session's effects.
    void perform(engineio::Output& output);

    // Appends a broadcast, or another effect that concerns no session.
    void perform(engineio::Broadcast broadcast);
    void perform(engineio::WireEffect effect) { effects.wire.push_back(std::move(effect)); }

    std::uint64_t frames_sent() const { return frames_sent_; }

    // The answers to calls of the world's own parts.
    bool has_inner_answers() const { return !inner_answers_.empty(); }
    std::vector<Answer> take_inner_answers() { return std::exchange(inner_answers_, {}); }

    Effects effects;

private:
    Connections& connections_;
    std::uint64_t frames_sent_ = 0;
    std::vector<Answer> inner_answers_;
};

} // namespace chatmock::core
