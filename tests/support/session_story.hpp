// One Engine.IO session and its clock, for stories: each call is one input, and returns its output.
#pragma once

#include "engineio/session.hpp"
#include "support/wire_text.hpp"

#include <string>
#include <string_view>

namespace chatmock::engineio {

inline WireLines transcript(const Output& output) { return transcript(output.effects); }

class SessionStory {
public:
    explicit SessionStory(const SessionSettings& settings = {}) : session_("SID", settings) {}
    explicit SessionStory(Protocol protocol, const Timings& timings = {})
        : SessionStory(SessionSettings{protocol, false, timings}) {}

    const Session& session() const { return session_; }

    // `query` is added to the parameters of every handshake.
    Output open_polling(http::ExchangeId exchange, std::string_view query = "") {
        auto request = request_with(query);
        request.exchange = exchange;
        return play([&](Output& output) { session_.open_polling(request, now_, output); });
    }
    Output open_websocket(ChannelId channel, std::string_view query = "") {
        const auto request = request_with(query);
        return play([&](Output& output) { session_.open_websocket(channel, request, now_, output); });
    }
    Output poll(http::ExchangeId exchange) {
        return play([&](Output& output) { session_.poll(exchange, output); });
    }
    Output post(http::ExchangeId exchange, std::string body, std::string content_type = "text/plain") {
        http::Request request;
        request.exchange = exchange;
        request.body = std::move(body);
        request.content_type = std::move(content_type);
        return post(request);
    }
    Output post(const http::Request& request) {
        return play([&](Output& output) { session_.post(request, now_, output); });
    }
    Output begin_post(http::ExchangeId exchange) {
        return play([&](Output& output) { session_.begin_post(exchange, output); });
    }
    Output abandon(http::ExchangeId exchange) {
        return play([&](Output& output) { session_.abandon(exchange, output); });
    }
    Output attach(ChannelId channel, std::string_view query = "") {
        const auto request = request_with(query);
        return play([&](Output& output) { session_.attach(channel, request, now_, output); });
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
        return send(share(PacketType::message, message), receipt);
    }
    Output send(const SharedPacket& packet, Receipt receipt = 0) {
        return play([&](Output& output) { session_.send(packet, receipt, output); });
    }
    Output send_bytes(std::string bytes) { return send(share_binary_message(std::move(bytes))); }
    Output close() {
        return play([&](Output& output) { session_.close(close_reason::forced_close, now_, output); });
    }

    Output drop() {
        return play([&](Output& output) { session_.drop(close_reason::restart, output); });
    }
    Output fail() {
        return play([&](Output& output) { session_.fail(close_reason::transport_error, output); });
    }
    Output tear(std::string_view message) {
        return play([&](Output& output) {
            session_.tear(share(PacketType::message, message), close_reason::transport_error, now_, output);
        });
    }
    Output fall_silent() {
        return play([&](Output& output) { session_.fall_silent(close_reason::ping_timeout, now_, output); });
    }
    void become_half_open() { session_.become_half_open(now_); }

    // Passes time, from deadline to deadline.
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
    static http::Request request_with(std::string_view query) {
        http::Request request;
        request.query = http::read_query(query);
        return request;
    }

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
