#include "core/state/turn_output.hpp"

namespace chatmock::core {

void TurnOutput::answer(Ticket ticket, Result<Reply> reply) {
    auto& answers = ticket > first_inner_ticket ? inner_answers_ : effects.answers;
    answers.push_back(Answer{ticket, std::move(reply)});
}

void TurnOutput::respond(http::ExchangeId exchange, http::Response response) {
    connections_.unbind_exchange(exchange); // its session may have ended meanwhile
    effects.wire.emplace_back(engineio::Respond{exchange, std::move(response), {}});
}

void TurnOutput::perform(engineio::Output& output) {
    for (auto& effect : output.effects) {
        if (const auto* respond = std::get_if<engineio::Respond>(&effect)) {
            connections_.unbind_exchange(respond->exchange);
        } else if (const auto* drop = std::get_if<engineio::DropExchange>(&effect)) {
            connections_.unbind_exchange(drop->exchange);
        } else if (std::holds_alternative<engineio::SendFrame>(effect)) {
            ++frames_sent_;
        }
        effects.wire.push_back(std::move(effect));
    }
    output.effects.clear();
}

void TurnOutput::perform(engineio::Broadcast broadcast) {
    frames_sent_ += broadcast.channels.size() * broadcast.payloads.size();
    effects.wire.emplace_back(std::move(broadcast));
}

} // namespace chatmock::core
