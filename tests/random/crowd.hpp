// The clients: mostly they act like a library, sometimes as no library would. They see the world's state, so
// each action can fit its session, or not.
#pragma once

#include "core/state/state.hpp"
#include "random/dice.hpp"
#include "random/transport.hpp"
#include "random/utterances.hpp"

#include <deque>
#include <map>
#include <optional>
#include <set>

namespace chatmock::random {

class Crowd {
public:
    Crowd(Dice& dice, const core::State& state, Transport& transport)
        : dice_(dice), state_(state), transport_(transport) {}

    // A new session, or an invalid handshake.
    core::Input open();
    core::Input open_badly();

    // An action of an existing session; without one, a new session.
    core::Input behave();
    core::Input misbehave();

    // A connection ends, or the kernel has written bytes.
    core::Input lose();
    core::Input write();

    // Call after every input.
    void look();

private:
    using Connection = core::Connection;

    // The transport's part of one session.
    struct Held {
        std::optional<http::ExchangeId> parked;
        std::optional<http::ExchangeId> begun;
        std::optional<engineio::ChannelId> channel;
    };

    Held held_of(const Connection& connection) const;
    http::Request request_of(const Connection& connection, std::string_view method) const;

    core::Input arrive(http::Request request);
    core::Input upgrade(http::Request request);
    core::Input poll(const Connection& connection);
    core::Input attach(const Connection& connection);
    core::Input post(const Connection& connection, const Packets& packets);
    core::Input post_body(const Connection& connection, std::string body, std::string_view type);
    core::Input begin_or_arrive(http::Request request);
    core::Input complete(http::ExchangeId exchange) const;
    core::Input frame(const Connection& connection, engineio::ChannelId channel, const Packets& packets);
    core::Input next_frame(engineio::ChannelId channel);
    core::Input behave_polling(const Connection& connection, const Held& held);
    core::Input misbehave_polling(const Connection& connection, const Held& held);
    core::Input misbehave_on(const Connection& connection, engineio::ChannelId channel);
    core::Input ask_badly(const Connection& connection);
    std::string encoded(const Connection& connection, const Packets& packets, std::string_view& type);
    void spoil(std::string& body);

    Dice& dice_;
    const core::State& state_;
    Transport& transport_;
    std::map<engineio::ChannelId, std::deque<engineio::Message>> unsaid_; // frames that follow others
    bool opens_jsonp_ = false;
    std::uint64_t last_ordinal_ = 0;
    std::set<std::uint64_t> jsonp_; // ordinals
};

// A request for a target: its path and query.
http::Request request_for(std::string_view target, std::string_view method = "GET");

} // namespace chatmock::random
