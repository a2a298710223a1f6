#include "transport/pipeline.hpp"

#include "http/writer.hpp"

#include <utility>

namespace chatmock::transport {

void Pipeline::expect(Request request) { slots_.push_back({std::move(request), std::nullopt}); }

void Pipeline::answer(engineio::Respond respond) {
    for (auto& [request, answer] : slots_) {
        if (request.exchange != respond.exchange || answer) continue;
        if (request.head_only) respond.response.body.clear();
        answer = Answer{http::encode_response(respond.response, request.headers, request.keep_alive),
                        std::move(respond.receipts), request.keep_alive, respond.torn};
        const auto& body = respond.response.body;
        if (respond.torn) answer->bytes.resize(answer->bytes.size() - (body.size() + 1) / 2);
        return;
    }
}

void Pipeline::answer_last(engineio::Respond respond) {
    for (auto& slot : slots_)
        if (slot.request.exchange == respond.exchange) slot.request.keep_alive = false;
    answer(std::move(respond));
}

std::optional<Pipeline::Answer> Pipeline::next() {
    if (slots_.empty() || !slots_.front().answer) return std::nullopt;
    auto answer = std::move(slots_.front().answer);
    slots_.erase(slots_.begin());
    return answer;
}

bool Pipeline::awaits(http::ExchangeId exchange) const {
    for (const auto& slot : slots_) {
        if (slot.request.exchange == exchange) return !slot.answer;
    }
    return false;
}

std::vector<http::ExchangeId> Pipeline::unanswered() const {
    std::vector<http::ExchangeId> exchanges;
    for (const auto& slot : slots_) {
        if (!slot.answer) exchanges.push_back(slot.request.exchange);
    }
    return exchanges;
}

} // namespace chatmock::transport
