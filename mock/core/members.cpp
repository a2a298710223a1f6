#include "core/members.hpp"

#include "base/binary_json.hpp"

namespace chatmock::core {

namespace {

using engineio::Output;

std::shared_ptr<const std::string> written(const Json& json) {
    return std::make_shared<const std::string>(to_text(with_bytes_written(json)));
}

} // namespace

bool Members::interpret(Connection& connection, const engineio::Message& message) {
    if (connection.echoes) {
        Output output;
        const auto echo = message.binary ? engineio::share_binary_message(message.data)
                                         : engineio::share(engineio::PacketType::message, message.data);
        connection.session.send(echo, 0, output);
        state_.perform(output);
        return true;
    }
    auto meaning = connection.client.receive(message);
    const bool broken = std::holds_alternative<socketio::Broken>(meaning);
    std::visit([&](auto& each) { take(connection, std::move(each)); }, meaning);
    return !broken;
}

void Members::request_connect(Connection& connection, const socketio::ConnectRequested& wish) {
    take(connection, wish);
}

void Members::take(Connection& connection, const socketio::ConnectRequested& wish) {
    const auto& name = wish.namespace_name;
    if (!state_.settings.profile.has_namespace(name)) {
        refuse(connection, name, connection.client.unknown_namespace(name), "Invalid namespace");
        return;
    }
    const auto outcome = policy::decide(state_.rules, connection.credentials, state_.now());
    if (outcome.accept) accept(connection, wish);
    else
        refuse(connection, name, connection.client.refuse(name, outcome.message, outcome.data),
               outcome.message);
}

void Members::accept(Connection& connection, const socketio::ConnectRequested& wish) {
    const auto& user = connection.credentials.user;
    auto& count = state_.joined[user];
    std::string sid;
    do { // after a reset that keeps connections, counting starts anew beside them
        sid = connection.client.visible_sid(wish.namespace_name, state_.seeded.sid("socket", user, ++count),
                                            connection.session.sid());
    } while (state_.connections.find_sid(sid) != nullptr);
    tell(connection, connection.client.accept(wish.namespace_name, sid));
    auto identity = std::make_shared<policy::Identity>(policy::Identity{
        sid, user, connection.credentials.claims, connection.identity->connection, wish.namespace_name});
    const Json auth = wish.auth.is_null() ? Json::object() : wish.auth;
    const Member& member = state_.connections.join(connection, std::move(identity), auth, state_.now());
    connection.connect_by.reset();
    state_.record(entry_kind::connect, member,
                  {{"transport", engineio::name_of(connection.session.transport())}});
    state_.happened.push_back(
        {member.place, {wish.namespace_name, std::nullopt, Json::array(), auth}, std::nullopt});
}

void Members::refuse(Connection& connection, const std::string& namespace_name, const std::string& packet,
                     const std::string& message) {
    tell(connection, packet);
    state_.record(entry_kind::refuse, connection, {{"namespace", namespace_name}, {"message", message}});
}

void Members::take(Connection& connection, socketio::EventReceived event) {
    const Member* member = state_.connections.find_member(connection, event.namespace_name);
    Entry entry;
    entry.kind = entry_kind::receive;
    entry.who = member->identity;
    entry.event = event.name;
    entry.data = written(event.arguments);
    if (event.ack_id) entry.details["ack_id"] = *event.ack_id;
    state_.record(std::move(entry));
    state_.happened.push_back({member->place,
                               {event.namespace_name, event.name, std::move(event.arguments), member->auth},
                               event.ack_id});
}

void Members::take(Connection& connection, socketio::Acknowledged acknowledged) {
    const Member* member = state_.connections.find_member(connection, acknowledged.namespace_name);
    Entry entry;
    entry.kind = entry_kind::acknowledge;
    entry.who = member->identity;
    entry.details = {{"by", "client"}, {"ack_id", acknowledged.ack_id}};
    entry.data = written(acknowledged.arguments);
    state_.record(std::move(entry));
    state_.acknowledged.push_back({member->place, acknowledged.ack_id, std::move(acknowledged.arguments)});
}

void Members::take(Connection& connection, const socketio::Left& left) {
    leave(*state_.connections.find_member(connection, left.namespace_name), "client namespace disconnect");
}

void Members::take(Connection& connection, const socketio::Broken& broken) {
    state_.record(entry_kind::violation, connection, {{"message", broken.message}});
}

void Members::disconnect(const Member& member) {
    Connection& connection = *member.connection;
    tell(connection, connection.client.disconnect(member.identity->namespace_name));
    leave(member, "server namespace disconnect");
}

void Members::leave_all(Connection& connection, std::string_view reason) {
    const auto places = connection.places;
    for (const auto& [name, place] : places) leave(*state_.connections.find_member(place), reason);
}

void Members::leave(const Member& member, std::string_view reason) {
    state_.record(entry_kind::disconnect, member, {{"reason", reason}});
    state_.left.push_back(member.place);
    member.connection->client.forget(member.identity->namespace_name);
    state_.connections.leave(member);
}

void Members::tell(Connection& connection, const std::string& packet) {
    Output output;
    connection.session.send(engineio::share_json_message(packet), 0, output);
    state_.perform(output);
}

} // namespace chatmock::core
