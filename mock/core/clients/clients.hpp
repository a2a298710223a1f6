// Inputs of clients, and actions on their sessions: the only code that drives sessions, apart from packets
// that Members sends and receipts that Quiescence requests.
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

    // The delay of an auth rule has passed.
    void let_through(const TimerKey& timer);

    // The messages of one packet. A nonzero `receipt` is returned once, unless the member leaves or
    // becomes half open first.
    void send(Connection& connection, const std::vector<engineio::SharedPacket>& packets,
              engineio::Receipt receipt);

    // Calls `act` with the session, and processes the output. Does nothing without a connection; afterwards
    // the connection may be removed.
    template <typename Act>
    void drive(Connection* connection, Act act) {
        if (connection == nullptr) return;
        engineio::Output output;
        act(connection->session, output);
        absorb(*connection, std::move(output));
    }

    void close(Connection* connection, std::string_view reason);
    void close_all(std::string_view reason);

    // Disconnects clients with the largest queues, until the total is within its limit.
    void relieve();

    // The clock was moved by this duration.
    void shift_deadlines(Milliseconds by);

private:
    Connection* open(const http::Request& request, const Handshake& handshake, bool bare);
    void refuse_for_lack_of_room(const Handshake& handshake);
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
