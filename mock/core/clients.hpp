// What clients do, and what is done to them: the one place where sessions are driven.
#pragma once

#include "core/state.hpp"

namespace chatmock::core {

class Clients {
public:
    explicit Clients(State& state) : state_(state) {}

    void request(const engineio::HttpRequest& request);
    void upgrade(engineio::ChannelId channel, const engineio::HttpRequest& request);
    void frame(engineio::ChannelId channel, const engineio::Message& content);
    void channel_violated(engineio::ChannelId channel, const std::string& what);
    void channel_lost(engineio::ChannelId channel);
    void exchange_lost(engineio::ExchangeId exchange);
    void fire(std::uint64_t ordinal);

    // `packet` is an Engine.IO packet. Where `receipt` is not 0 it comes back once, or is lost.
    void send(Connection& connection, const engineio::SharedPacket& packet, engineio::Receipt receipt);

    void disconnect(Connection& connection, DisconnectAs as);
    void close_all(std::string_view reason);

private:
    Connection& open(const engineio::HttpRequest& request);
    void opened(const Connection& connection, engineio::Transport transport);
    template <typename Act>
    void drive(Connection* connection, Act act);
    void close(Connection* connection, std::string_view reason);
    void absorb(Connection& connection, engineio::Output output);
    void perform(engineio::Output& output);
    bool interpret(Connection& connection, const engineio::Message& message);
    void connect_requested(Connection& connection, const socketio::ConnectRequested& wish);
    void accept(Connection& connection);
    void refuse(Connection& connection, const std::string& namespace_name, const std::string& message);
    void received(const Connection& connection, const socketio::EventReceived& event);
    void leave(Connection& connection, std::string_view reason);
    void end(Connection& connection, std::string_view reason);
    void tell(Connection& connection, const std::string& socketio_packet);
    void arm(const Connection& connection);
    void record(std::string_view kind, const Connection& connection, Json details);

    State& state_;
};

} // namespace chatmock::core
