// The answers of one connection in the order of its requests, whenever the world gives them.
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
        http::Headers headers; // that its response carries
        bool keep_alive = true;
        bool head_only = false; // its response is to have no body
    };

    struct Answer {
        std::string bytes;
        std::vector<engineio::Receipt> receipts;
        bool keep_alive;
        bool torn; // its bytes are not all: the connection is reset after them
    };

    void expect(Request request);

    // Of an exchange that is expected and not yet answered; any other is passed over.
    void answer(engineio::Respond respond);

    // As answer(), and nothing follows it on this connection.
    void answer_last(engineio::Respond respond);

    // The next answer whose turn it is.
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
