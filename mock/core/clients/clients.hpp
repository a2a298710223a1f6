// What clients do on the wire, and what is done to their sessions: the one place where they are driven.
#pragma once

#include "core/clients/faults.hpp"
#include "core/clients/gate.hpp"
#include "core/clients/members.hpp"
#include "core/state/state.hpp"

namespace chatmock::core {

class Clients {
public:
    Clients(State& state, Gate& gate, Members& members, Faults& faults)
        : state_(state), gate_(gate), members_(members), faults_(faults) {}

    void begin_request(const http::Request& request); // its body is on its way
    void request(const http::Request& request);
    void upgrade(engineio::ChannelId channel, http::Request request);
    void frame(engineio::ChannelId channel, const engineio::Message& content);
    void channel_violated(const ChannelViolated& violated);
    void channel_lost(engineio::ChannelId channel);
    void exchange_lost(http::ExchangeId exchange);
    void fire(std::uint64_t ordinal);

    // One whom the gate kept waiting has waited for long enough.
    void let_through(const TimerKey& timer);

    // The messages of one packet. Where `receipt` is not 0 it comes back once, or the member leaves.
    void send(Connection& connection, const std::vector<engineio::SharedPacket>& packets,
              engineio::Receipt receipt);

    // Lets the session act, and takes over what it said. There may be no connection, and there may be none
    // after it.
    template <typename Act>
    void drive(Connection* connection, Act act) {
        if (connection == nullptr) return;
        engineio::Output output;
        act(connection->session, output);
        absorb(*connection, std::move(output));
    }

    void close(Connection* connection, std::string_view reason);
    void close_all(std::string_view reason);

    // Ends those who have most waiting for their polls, until all together have no more than may wait.
    void relieve();

    // Time itself was set by so much.
    void shift_deadlines(Milliseconds by);

private:
    bool lacks_revision(const http::Request& request) const;
    http::Request with_revision(http::Request request) const;
    Connection* open(const http::Request& request, const Handshake& handshake, bool bare);
    void refuse_for_lack_of_room(const Handshake& handshake);
    void make_room_for_visits();
    void opened(Connection& connection, bool joins_by_itself, engineio::Output& output);
    bool obey(Connection& connection, Next next, engineio::Output& output);
    void absorb(Connection& connection, engineio::Output output);
    void hear(Connection& connection, engineio::Output& output);
    void end(Connection& connection, std::string_view reason);
    void arm(const Connection& connection);

    State& state_;
    Gate& gate_;
    Members& members_;
    Faults& faults_;
};

} // namespace chatmock::core
