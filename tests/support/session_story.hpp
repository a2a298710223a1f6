// One Engine.IO session and its clock, for stories: each call is one input, and returns what came of it.
#pragma once

#include "engineio/session.hpp"
#include "support/wire_text.hpp"

#include <string>
#include <string_view>

namespace chatmock::engineio {

inline Transcript transcript(const Output& output) { return transcript(output.effects); }

class SessionStory {
public:
    explicit SessionStory(const Timings& timings = {}) : session_("SID", timings) {}

    const Session& session() const { return session_; }

    Output open_polling(ExchangeId exchange) {
        return play([&](Output& output) { session_.open_polling(exchange, now_, output); });
    }
    Output open_websocket(ChannelId channel) {
        return play([&](Output& output) { session_.open_websocket(channel, now_, output); });
    }
    Output poll(ExchangeId exchange) {
        return play([&](Output& output) { session_.poll(exchange, output); });
    }
    Output post(ExchangeId exchange, std::string body) {
        HttpRequest request;
        request.exchange = exchange;
        request.body = std::move(body);
        return post(request);
    }
    Output post(const HttpRequest& request) {
        return play([&](Output& output) { session_.post(request, now_, output); });
    }
    Output abandon(ExchangeId exchange) {
        return play([&](Output& output) { session_.abandon(exchange, output); });
    }
    Output attach(ChannelId channel) {
        return play([&](Output& output) { session_.attach(channel, now_, output); });
    }
    Output frame(ChannelId channel, std::string text) {
        return play([&](Output& output) { session_.frame(channel, {false, std::move(text)}, now_, output); });
    }
    Output binary_frame(ChannelId channel, std::string bytes) {
        return play([&](Output& output) { session_.frame(channel, {true, std::move(bytes)}, now_, output); });
    }
    Output lose(ChannelId channel) {
        return play([&](Output& output) { session_.lose(channel, output); });
    }
    Output send(std::string_view message, Receipt receipt = 0) {
        const auto packet = share(PacketType::message, message);
        return play([&](Output& output) { session_.send(packet, receipt, output); });
    }
    Output close() {
        return play([&](Output& output) { session_.close(close_reason::forced_close, now_, output); });
    }

    // Lets time pass, from deadline to deadline.
    Output wait(Milliseconds duration) {
        const auto until = now_ + duration;
        return play([&](Output& output) {
            for (auto due = session_.deadline(); due && *due <= until; due = session_.deadline()) {
                now_ = *due;
                session_.fire(now_, output);
            }
            now_ = until;
        });
    }

private:
    template <typename Input>
    static Output play(Input input) {
        Output output;
        input(output);
        return output;
    }

    Session session_;
    Instant now_{};
};

} // namespace chatmock::engineio
