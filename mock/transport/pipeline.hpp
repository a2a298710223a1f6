// Puts the answers of one connection in the order of its requests.
#pragma once

#include "engineio/wire_effect.hpp"

#include <optional>
#include <string>
#include <vector>

namespace chatmock::transport {

class Pipeline {
public:
    struct Request {
        http::ExchangeId exchange;
        http::Headers headers; // of its response
        bool keep_alive = true;
        bool head_only = false; // its response has no body
    };

    struct Answer {
        std::string bytes;
        std::vector<engineio::Receipt> receipts;
        bool keep_alive;
        bool torn; // the bytes are cut: reset the connection after them
    };

    void expect(Request request);

    // Ignored unless the exchange is expected and unanswered.
    void answer(engineio::Respond respond);

    // Like answer(), as the connection's last answer.
    void answer_last(engineio::Respond respond);

    // The next answer in the order of requests; empty while it is missing.
    std::optional<Answer> next();

    bool awaits(http::ExchangeId exchange) const;
    std::vector<http::ExchangeId> unanswered() const;
    std::size_t size() const { return slots_.size(); }
    bool empty() const { return slots_.empty(); }

private:
    struct Slot {
        Request request;
        std::optional<Answer> answer;
    };

    std::vector<Slot> slots_;
};

} // namespace chatmock::transport
