// One Engine.IO session from its client's side, and its clock, for stories: each call is one input, and
// returns its output. The lines of wire_text.hpp are used, and:
//
//   get 1                    polls, as exchange 1
//   post 2: 4a|4b            posts, as exchange 2; | is the separator of packets in protocol 4
//   open 3                   opens WebSocket 3
#pragma once

#include "engineio/client_session.hpp"
#include "support/catch.hpp"
#include "support/wire_text.hpp"

#include <string>
#include <string_view>

namespace chatmock::engineio {

struct ClientWireText : WireText {
    using WireText::operator();

    std::string operator()(const http::Request& request) const {
        if (request.method == "GET") return "get " + std::to_string(request.exchange);
        auto body = request.body;
        std::replace(body.begin(), body.end(), '\x1e', '|');
        return "post " + std::to_string(request.exchange) + ": " + body;
    }
    std::string operator()(const OpenChannel& open) const { return "open " + std::to_string(open.channel); }
};

inline WireLines transcript(const ClientOutput& output) {
    WireLines lines;
    for (const auto& effect : output.effects) lines.push_back(std::visit(ClientWireText{}, effect));
    return lines;
}

inline WireLines messages_of(const ClientOutput& output) {
    WireLines lines;
    for (const auto& message : output.messages)
        lines.push_back(message.binary ? hex_of(message.data) : message.data);
    return lines;
}

// The reason of the end; empty if it has not ended.
inline std::string_view end_of(const ClientOutput& output) {
    return output.end ? output.end->reason : std::string_view();
}

class ClientStory {
public:
    static constexpr std::string_view handshake =
        R"(0{"sid":"SID","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000})";

    explicit ClientStory(const ClientSettings& settings) : session_(settings) {}
    explicit ClientStory(Transports transports, Protocol protocol = Protocol::v4)
        : ClientStory(settings_of(transports, protocol)) {}

    const ClientSession& session() const { return session_; }

    ClientOutput open() {
        return play([&](ClientOutput& output) { session_.open(output); });
    }
    ClientOutput answer(http::ExchangeId exchange, const http::Response& response) {
        return play([&](ClientOutput& output) { session_.respond(exchange, response, now_, output); });
    }
    ClientOutput answer(http::ExchangeId exchange, std::string_view body) {
        std::string payload(body);
        std::replace(payload.begin(), payload.end(), '|', '\x1e');
        return answer(exchange, {200, "text/plain; charset=UTF-8", payload, {}});
    }
    ClientOutput fail(http::ExchangeId exchange) {
        return play([&](ClientOutput& output) { session_.fail(exchange, "unreachable", output); });
    }
    ClientOutput accept(ChannelId channel) {
        return play([&](ClientOutput& output) { session_.accept(channel, output); });
    }
    ClientOutput refuse(ChannelId channel, const http::Response& response) {
        return play([&](ClientOutput& output) { session_.refuse(channel, response, output); });
    }
    ClientOutput frame(ChannelId channel, std::string_view text) {
        return frame(channel, Message{false, std::string(text)});
    }
    ClientOutput frame(ChannelId channel, const Message& content) {
        return play([&](ClientOutput& output) { session_.frame(channel, content, now_, output); });
    }
    ClientOutput lose(ChannelId channel) {
        return play([&](ClientOutput& output) { session_.lose(channel, "cut", output); });
    }
    ClientOutput send(std::string_view message) {
        return play(
            [&](ClientOutput& output) { session_.send(share(PacketType::message, message), output); });
    }
    ClientOutput close() {
        return play([&](ClientOutput& output) { session_.close(output); });
    }
    ClientOutput abort() {
        return play([&](ClientOutput& output) { session_.abort(close_reason::parse_error, "odd", output); });
    }

    // Passes time, from deadline to deadline.
    ClientOutput wait(Milliseconds duration) {
        const auto until = now_ + duration;
        return play([&](ClientOutput& output) {
            for (auto due = session_.deadline(); due && *due <= until; due = session_.deadline()) {
                now_ = *due;
                session_.fire(now_, output);
            }
            now_ = until;
        });
    }

private:
    static ClientSettings settings_of(Transports transports, Protocol protocol) {
        ClientSettings settings;
        settings.transports = transports;
        settings.protocol = protocol;
        return settings;
    }

    template <typename Input>
    static ClientOutput play(Input input) {
        ClientOutput output;
        input(output);
        return output;
    }

    ClientSession session_;
    Instant now_{};
};

// Open by polling; exchange 2 is the waiting poll.
inline ClientStory polling_client(Protocol protocol = Protocol::v4) {
    ClientStory story(Transports::polling, protocol);
    story.open();
    const auto length = std::to_string(ClientStory::handshake.size()) + ":";
    story.answer(1, (protocol == Protocol::v3 ? length : "") + std::string(ClientStory::handshake));
    return story;
}

// Open by WebSocket 1.
inline ClientStory websocket_client(Protocol protocol = Protocol::v4) {
    ClientStory story(Transports::websocket, protocol);
    story.open();
    story.accept(1);
    story.frame(1, ClientStory::handshake);
    return story;
}

// Open by polling, and WebSocket 2 is opened; exchange 3 is the waiting poll.
inline ClientStory upgrading_client() {
    ClientStory story(Transports::upgrade);
    story.open();
    story.answer(1, ClientStory::handshake);
    return story;
}

// The same, after the probe was sent.
inline ClientStory probing_client() {
    auto story = upgrading_client();
    story.accept(2);
    return story;
}

// The same, after the probe was answered.
inline ClientStory pausing_client() {
    auto story = probing_client();
    story.frame(2, "3probe");
    return story;
}

// The same, after the upgrade.
inline ClientStory upgraded_client() {
    auto story = pausing_client();
    story.answer(3, "6");
    return story;
}

} // namespace chatmock::engineio
