#include "core/clients/disconnector.hpp"

namespace chatmock::core {

namespace {

using engineio::Output;
using engineio::PacketType;
using engineio::Session;
using policy::DisconnectAs;

namespace close_reason = engineio::close_reason;

// A packet that no client can parse. Clients of Engine.IO 4 fail on an incomplete event, and some report a
// parse error. In clients of Engine.IO 3 that would throw in the app's code, so they get an invalid packet
// instead.
const engineio::SharedPacket& unreadable(engineio::Protocol protocol) {
    static const auto broken_event = engineio::share(PacketType::message, R"(2["NewMessage",{"id":)");
    static const auto no_packet = engineio::share(PacketType{'7'}, "");
    return protocol == engineio::Protocol::v4 ? broken_event : no_packet;
}

} // namespace

void Disconnector::disconnect(const Member& member, DisconnectAs as) {
    const auto drive = [&](auto act) { clients_.drive(member.connection, act); };
    switch (as) {
        case DisconnectAs::server_disconnect: return members_.disconnect(member);
        case DisconnectAs::transport_close:
            return clients_.close(member.connection, close_reason::forced_close);
        case DisconnectAs::transport_error:
            return drive([](Session& session, Output& output) {
                session.fail(close_reason::transport_error, output);
            });
        case DisconnectAs::ping_timeout:
            state_.connections.note_mute(*member.connection);
            return drive([this](Session& session, Output& output) {
                session.fall_silent(close_reason::ping_timeout, state_.now(), output);
            });
        case DisconnectAs::parse_error:
            return drive([this](Session& session, Output& output) {
                session.send(unreadable(session.protocol()), 0, output);
                session.close(close_reason::parse_error, state_.now(), output);
            });
        case DisconnectAs::restart:
            return drive(
                [](Session& session, Output& output) { session.drop(close_reason::restart, output); });
        case DisconnectAs::half_open:
            state_.connections.note_mute(*member.connection);
            return drive([this](Session& session, Output&) { session.become_half_open(state_.now()); });
    }
}

void Disconnector::tear(const Member& member, const std::vector<engineio::SharedPacket>& packets) {
    clients_.drive(member.connection, [&](Session& session, Output& output) {
        for (const auto& packet : packets) {
            if (&packet != &packets.back()) session.send(packet, 0, output);
        }
        session.tear(packets.back(), close_reason::transport_error, state_.now(), output);
    });
}

} // namespace chatmock::core
