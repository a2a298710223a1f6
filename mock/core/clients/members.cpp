#include "core/clients/members.hpp"

#include "base/json/binary_json.hpp"
#include "core/clients/refusals.hpp"
#include "core/state/remembered.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

using engineio::Output;

std::shared_ptr<const std::string> written(const Json& json) {
    return std::make_shared<const std::string>(to_text(json));
}

// The violation of a client's event that the profile's client_events do not allow.
Json details_of(const Error& error) {
    const bool is_unknown = error.code == ErrorCode::unknown_event;
    Json details = {{"code", is_unknown ? "undeclared_event" : "event_contract"}};
    const Json json = to_json(error);
    for (const auto& [name, value] : json.at("error").items()) {
        if (name != "code" && name != "at") details[name] = value; // an entry's "at" is its time
    }
    return details;
}

// The time until the token's `exp`, at least a moment; empty if `exp` does not end the session.
std::optional<Milliseconds> time_left(const policy::Credentials& credentials, const State& state) {
    constexpr double left_ms_max = 365.0 * 24 * 60 * 60 * 1000;
    if (!state.settings.profile.expire_at_exp || !credentials.expires_at) return std::nullopt;
    const auto now_ms = static_cast<double>(state.now().time_since_epoch().count());
    const auto left_ms = std::clamp(*credentials.expires_at * 1000 - now_ms, 1.0, left_ms_max);
    return Milliseconds(static_cast<std::int64_t>(left_ms));
}

// The end of an accepted connection: by the outcome's expiry or by its token's `exp`, whichever is first.
// Empty if it has neither.
std::optional<policy::AuthOutcome> ending_of(policy::AuthOutcome outcome,
                                             const policy::Credentials& credentials, const State& state) {
    const auto left = time_left(credentials, state);
    if (left && outcome.kind == policy::AuthOutcome::Kind::accept) {
        if (!outcome.expiry) outcome.expiry = policy::Expiry{*left};
        outcome.expiry->after = std::min(outcome.expiry->after, *left);
    }
    if (!outcome.expiry) return std::nullopt;
    return outcome;
}

} // namespace

Next Members::interpret(Connection& connection, const engineio::Message& message,
                        std::vector<socketio::ConnectRequested>& requests) {
    if (connection.echoes) {
        Output output;
        const auto echo = message.binary ? engineio::share_binary_message(message.data)
                                         : engineio::share(engineio::PacketType::message, message.data);
        connection.session.send(echo, 0, output);
        state_.output.perform(output);
        return Next::go_on;
    }
    auto meaning = receive(connection, message);
    if (auto* request = std::get_if<socketio::ConnectRequested>(&meaning)) {
        requests.push_back(std::move(*request));
        return Next::go_on;
    }
    return std::visit([&](auto& each) { return take(connection, std::move(each)); }, meaning);
}

socketio::Meaning Members::receive(Connection& connection, const engineio::Message& message) {
    auto& client = connection.client;
    auto& pending = state_.pending_packets;
    pending.remove(client.pending_bytes());
    auto meaning = client.receive(message);
    const bool has_room = pending.has_room_for(client.pending_bytes());
    pending.add(client.pending_bytes());
    if (has_room) return meaning;
    return socketio::Broken{"expected at most " +
                                std::to_string(state_.settings.limits.pending_packets_bytes) +
                                " bytes of packets that wait for attachments, of all clients, got more",
                            "unfinished"};
}

Next Members::request_connect(Connection& connection, const socketio::ConnectRequested& request) {
    return take(connection, request);
}

Next Members::take(Connection& connection, const socketio::ConnectRequested& request) {
    const auto& name = request.namespace_name;
    if (connection.client.has_joined(name)) return take(connection, socketio::connected_twice());
    if (!state_.settings.profile.has_namespace(name)) {
        send_packet(connection, connection.client.unknown_namespace(name));
        refuse(connection, name, {{"via", "connect_error"}, {"message", "Invalid namespace"}},
               reason_for_namespace(name, state_.settings.profile));
        return Next::go_on;
    }
    if (!state_.remembered.has_room_for(memory_of_socket(*connection.identity, request.auth))) {
        send_packet(connection, connection.client.refuse(name, no_room_message, Json()));
        refuse(connection, name, {{"via", "connect_error"}, {"message", no_room_message}}, no_room_reason());
        state_.recorder.record_limit("remembered_bytes", no_room_message);
        return Next::go_on;
    }
    if (connection.at_the_gate.count(name) == 0) identify(connection, request);
    const auto outcome = gate_.decide(connection, request);
    return outcome ? conclude(connection, request, *outcome) : Next::go_on;
}

// A token in the payload identifies the client in this namespace. For the session, the last one counts.
void Members::identify(Connection& connection, const socketio::ConnectRequested& request) {
    if (connection.caller.auth_members.empty()) return;
    const auto token = policy::token_in(connection.caller.auth_members, request.auth);
    auto caller = connection.caller;
    caller.credentials = state_.settings.read_credentials(token);
    const auto known = connection.callers.find(request.namespace_name);
    if (known != connection.callers.end()) {
        if (known->second.credentials.token == caller.credentials.token) return;
        state_.remembered.remove(memory_of(known->second));
        connection.callers.erase(known);
    }
    if (token.empty()) return;
    const auto& user = caller.credentials.user;
    const bool is_same = user == connection.identity->user;
    caller.nth = is_same ? connection.identity->connection : ++state_.visit_of(user).opened;
    if (!is_same) {
        connection.identity = std::make_shared<policy::Identity>(
            policy::Identity{"", user, caller.credentials.claims, caller.nth});
    }
    state_.transcript.note_token(token);
    state_.remembered.add(memory_of(caller));
    connection.callers.emplace(request.namespace_name, std::move(caller));
}

Next Members::conclude(Connection& connection, const socketio::ConnectRequested& request,
                       const policy::Decision& outcome) {
    using Kind = policy::AuthOutcome::Kind;
    const auto& name = request.namespace_name;
    Json refusal = {{"via", policy::name_of(outcome.kind)}};
    switch (outcome.kind) {
        case Kind::accept: accept(connection, request, outcome); break;
        case Kind::connect_error:
            send_packet(connection, connection.client.refuse(name, outcome.message, outcome.data));
            refusal["message"] = outcome.message;
            refuse(connection, name, refusal, *outcome.why);
            break;
        case Kind::event: {
            const Member& member = accept(connection, request, outcome);
            refusal["message"] = outcome.message;
            refuse(connection, name, refusal, *outcome.why);
            emit_error(member, outcome);
            disconnect(member);
            break;
        }
        case Kind::hang:
        case Kind::close:
        case Kind::http: refuse(connection, name, refusal, *outcome.why); break;
    }
    return outcome.kind == Kind::close ? Next::drop : Next::go_on;
}

const Member& Members::accept(Connection& connection, const socketio::ConnectRequested& request,
                              const policy::AuthOutcome& outcome) {
    const auto& caller = connection.caller_in(request.namespace_name);
    const auto& credentials = caller.credentials;
    const auto& user = credentials.user;
    auto& count = state_.visit_of(user).joined;
    std::string sid;
    do { // after a reset that keeps connections, the counter restarts: a kept one may have the sid
        sid = connection.client.visible_sid(
            request.namespace_name, state_.seeded.sid("socket", user, ++count), connection.session.sid());
    } while (state_.connections.find_sid(sid) != nullptr);
    auto identity = std::make_shared<policy::Identity>(
        policy::Identity{sid, user, credentials.claims, caller.nth, request.namespace_name});
    const auto auth = std::make_shared<const Json>(request.auth.is_null() ? Json::object() : request.auth);
    Member& member = state_.connections.join(connection, std::move(identity), auth, state_.now());
    send_packet(connection, connection.client.accept(request.namespace_name, sid, member.join_order));
    state_.remembered.add(memory_of_socket(*member.identity, *auth));
    connection.connect_by.reset();
    state_.recorder.record(EntryKind::connect, member,
                           Details().add("transport", engineio::name_of(connection.session.transport())));
    listener_.note(MemberEvent{
        member.join_order, {request.namespace_name, std::nullopt, Json::array(), auth}, std::nullopt});
    if (auto ending = ending_of(outcome, credentials, state_)) {
        const auto after = ending->expiry->after;
        member.expires_as = std::make_shared<const policy::AuthOutcome>(std::move(*ending));
        state_.timers.set({TimerKey::Kind::expiry, member.join_order}, state_.now() + after);
    }
    return member;
}

void Members::refuse(Connection& connection, const std::string& namespace_name, Json details,
                     const policy::Reason& why) {
    Json all = {{"namespace", namespace_name}};
    all.update(details);
    all.update(policy::to_json(why));
    state_.recorder.record_quoting(EntryKind::refuse, connection, all);
}

void Members::expire(std::uint64_t join_order) {
    const Member& member = *state_.connections.find_member(join_order);
    if (member.expires_as->expiry->emits_error) emit_error(member, *member.expires_as);
    send_packet(*member.connection, member.connection->client.disconnect(member.identity->namespace_name));
    leave(member, "server namespace disconnect", Details().add("cause", "expired"));
}

// In the form of protocol 5's CONNECT_ERROR.
void Members::emit_error(const Member& member, const policy::AuthOutcome& outcome) {
    Json error = {{"message", outcome.message}};
    if (!outcome.data.is_null()) error["data"] = outcome.data;
    Entry entry;
    entry.kind = EntryKind::emit;
    entry.event = "error";
    entry.recipients = std::make_shared<const Recipients>(Recipients{member.identity});
    entry.data = std::make_shared<const std::string>(to_text(error));
    if (member.identity->namespace_name != socketio::main_namespace)
        entry.details.add("namespace", member.identity->namespace_name);
    state_.recorder.record(std::move(entry));
    send_packet(*member.connection,
                socketio::encode_text(socketio::PacketType::event, member.identity->namespace_name,
                                      std::nullopt, to_text(Json::array({"error", error}))));
}

Next Members::take(Connection& connection, socketio::EventReceived event) {
    const Member* member = state_.connections.find_member(connection, event.namespace_name);
    const Json arguments = with_bytes_written(event.arguments);
    Entry entry;
    entry.kind = EntryKind::receive;
    entry.identity = member->identity;
    entry.event = event.name;
    entry.data = written(arguments);
    if (event.ack_id) entry.details.add("ack_id", *event.ack_id);
    state_.recorder.record(std::move(entry));
    hold_to_contract(*member, event.name, arguments);
    listener_.note(MemberEvent{member->join_order,
                               {event.namespace_name, event.name, std::move(event.arguments), member->auth},
                               event.ack_id});
    return Next::go_on;
}

// Reports a violation, without further effect.
void Members::hold_to_contract(const Member& member, const std::string& event, const Json& arguments) {
    const auto& events = state_.settings.profile.client_events;
    if (!events) return;
    const auto checked = policy::check_client_event(*events, event, arguments);
    if (checked) return;
    auto details = details_of(checked.error());
    add_one(state_.totals.violations, details.at("code").get_ref<const std::string&>());
    state_.recorder.record_quoting(EntryKind::violation, member, std::move(details), event);
}

Next Members::take(Connection& connection, socketio::Acknowledged acknowledged) {
    const Member* member = state_.connections.find_member(connection, acknowledged.namespace_name);
    Entry entry;
    entry.kind = acknowledged.is_stray ? EntryKind::stray_acknowledge : EntryKind::acknowledge;
    entry.identity = member->identity;
    entry.details.add("by", "client").add("ack_id", acknowledged.ack_id);
    entry.data = written(with_bytes_written(acknowledged.arguments));
    state_.recorder.record(std::move(entry));
    if (acknowledged.is_stray) return Next::go_on; // the reference server also ignores it
    listener_.note(Acknowledged{member->join_order, acknowledged.ack_id, std::move(acknowledged.arguments)});
    return Next::go_on;
}

Next Members::take(Connection&, const socketio::Left& left) {
    leave(*state_.connections.find_member(left.member), "client namespace disconnect");
    return Next::go_on;
}

Next Members::take(Connection& connection, const socketio::Broken& broken) {
    state_.recorder.record_violation(connection, broken.code, broken.message);
    return Next::close;
}

void Members::disconnect(const Member& member) {
    Connection& connection = *member.connection;
    send_packet(connection, connection.client.disconnect(member.identity->namespace_name));
    leave(member, "server namespace disconnect");
}

void Members::leave_all(Connection& connection, std::string_view reason) {
    const auto all = connection.client.joined(); // a copy, as each leaves it
    for (const auto& [name, joined] : all) leave(*state_.connections.find_member(joined.member), reason);
}

void Members::leave(const Member& member, std::string_view reason, const Details& details) {
    add_one(state_.totals.disconnects, reason);
    state_.recorder.record(EntryKind::disconnect, member, Details().add("reason", reason).add(details));
    state_.timers.set({TimerKey::Kind::expiry, member.join_order}, std::nullopt);
    listener_.note_left(member.join_order);
    state_.remembered.remove(memory_of_socket(*member.identity, *member.auth));
    state_.connections.leave(member);
}

void Members::send_packet(Connection& connection, const std::string& packet) {
    Output output;
    connection.session.send(engineio::share_json_message(packet), 0, output);
    state_.output.perform(output);
}

} // namespace chatmock::core
