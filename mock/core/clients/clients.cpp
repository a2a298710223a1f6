#include "core/clients/clients.hpp"

#include "core/clients/handshake_request.hpp"
#include "core/clients/refusals.hpp"
#include "core/state/remembered.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

using engineio::Output;

// A manual WebSocket tool answers no pings, so it gets a ping interval of a year.
constexpr std::chrono::hours bare_ping_interval{24 * 365};

} // namespace

void Clients::begin_request(const http::Request& request) {
    const auto& profile = state_.settings.profile;
    if (lacks_revision(profile, request)) return begin_request(completed(profile, request, false));
    if (request.method != "POST" || turn_away(state_, request, false)) return;
    const auto sid = http::value_of(request.query, "sid");
    Connection* connection = state_.connections.find_engine_sid(sid);
    state_.connections.bind_exchange(request.exchange, *connection);
    drive(connection,
          [&](engineio::Session& session, Output& output) { session.begin_post(request.exchange, output); });
}

void Clients::request(const http::Request& request) {
    const auto& profile = state_.settings.profile;
    if (lacks_revision(profile, request)) return this->request(completed(profile, request, false));
    if (auto answer = turn_away(state_, request, false)) {
        record_refusal(state_, request, false);
        return state_.output.respond(request.exchange, std::move(*answer));
    }
    Output output;
    const auto sid = http::value_of(request.query, "sid");
    const Handshake handshake{engineio::Transport::polling, request.exchange};
    Connection* found =
        sid.empty() ? open(request, handshake, false) : state_.connections.find_engine_sid(sid);
    if (found == nullptr) return;
    Connection& connection = *found;
    state_.connections.bind_exchange(request.exchange, connection);
    if (sid.empty()) {
        state_.settling.opened(connection, state_.clock.machine_now());
        connection.session.open_polling(request, state_.now(), output);
        state_.output.perform(output);
        opened(connection, false, output);
    } else if (request.method == "GET") {
        state_.settling.polled(connection, state_.clock.machine_now());
        connection.session.poll(request.exchange, output);
    } else if (request.method == "POST") {
        connection.session.post(request, state_.now(), output);
    } else {
        state_.output.respond(request.exchange, http::Response{500, "", "", {}});
    }
    absorb(connection, std::move(output));
}

void Clients::upgrade(engineio::ChannelId channel, http::Request request) {
    auto& wire = state_.output.effects.wire;
    const auto& profile = state_.settings.profile;
    const bool bare = is_bare(profile, request);
    request = completed(profile, std::move(request), true);
    if (auto answer = turn_away(state_, request, true)) {
        record_refusal(state_, request, true);
        wire.emplace_back(engineio::RefuseChannel{channel, std::move(*answer)});
        return;
    }
    if (engineio::leads_nowhere(request)) {
        wire.emplace_back(engineio::AcceptChannel{channel});
        wire.emplace_back(engineio::CloseChannel{channel});
        return;
    }
    Output output;
    const auto sid = http::value_of(request.query, "sid");
    const Handshake handshake{engineio::Transport::websocket, channel};
    Connection* found =
        sid.empty() ? open(request, handshake, bare) : state_.connections.find_engine_sid(sid);
    if (found == nullptr) return;
    Connection& connection = *found;
    if (!sid.empty()) state_.settling.asked_for_websocket(connection);
    if (!sid.empty() && faults_.drops(policy::FaultPoint::upgrade, connection)) {
        wire.emplace_back(
            engineio::RefuseChannel{channel, engineio::refuse_upgrade(engineio::RefusalCode::bad_request)});
        state_.settling.update(connection);
        return;
    }
    state_.connections.bind_channel(channel, connection);
    if (sid.empty()) {
        connection.session.open_websocket(channel, request, state_.now(), output);
        state_.output.perform(output);
        opened(connection, bare, output);
    } else {
        connection.session.attach(channel, request, state_.now(), output);
    }
    absorb(connection, std::move(output));
}

// Null if the auth gate rejects the handshake.
Connection* Clients::open(const http::Request& request, const Handshake& handshake, bool bare) {
    const auto& profile = state_.settings.profile;
    policy::Caller caller;
    auto found = policy::token_of(profile.token_sources, request);
    caller.credentials = state_.settings.read_credentials(found.token);
    caller.auth_members = std::move(found.auth_members);
    if (found.token.empty()) caller.elsewhere = policy::tokens_elsewhere(profile.token_sources, request);
    caller.address = request.remote_address;
    caller.protocol = engineio::protocol_of(request.query).value_or(engineio::Protocol::v4);
    caller.transport = handshake.transport;
    const auto memory = memory_of(caller);
    if (!state_.remembered.has_room_for(memory)) {
        refuse_for_lack_of_room(handshake);
        return nullptr;
    }
    const auto& user = caller.credentials.user;
    auto& count = state_.visit_of(user).opened;
    std::string sid;
    do { // after a reset that keeps connections, the counter restarts: a kept one may have the sid
        sid = state_.seeded.sid("engine", user, ++count);
    } while (state_.connections.find_engine_sid(sid) != nullptr);
    caller.nth = count;
    auto identity =
        std::make_shared<policy::Identity>(policy::Identity{"", user, caller.credentials.claims, count});
    const bool echoes = profile.find_endpoint(request.path)->echo;
    if (faults_.drops(policy::FaultPoint::connection, identity)) {
        gate_.drop(handshake);
        return nullptr;
    }
    if (!echoes && gate_.stops(handshake, caller, identity)) return nullptr;
    engineio::SessionSettings settings;
    settings.protocol = caller.protocol;
    settings.repair_double_utf8 = profile.repair_double_utf8;
    settings.timings = profile.timings;
    settings.interference = &faults_;
    settings.backlog = &state_.backlog;
    if (bare) settings.timings.ping_interval = bare_ping_interval;
    auto& connection = state_.connections.add(engineio::Session(std::move(sid), settings));
    connection.identity = std::move(identity);
    connection.caller = std::move(caller);
    state_.remembered.add(memory);
    connection.echoes = echoes;
    if (!echoes) connection.connect_by = state_.now() + profile.connect_timeout;
    return &connection;
}

void Clients::refuse_for_lack_of_room(const Handshake& handshake) {
    state_.recorder.record_limit("remembered_bytes", no_room_message);
    constexpr int unavailable = 503;
    if (handshake.transport == engineio::Transport::polling)
        state_.output.respond(handshake.number, engineio::veto_plain(unavailable, no_room_message));
    else
        state_.output.perform(
            engineio::RefuseChannel{handshake.number, engineio::veto_upgrade(unavailable, no_room_message)});
}

// Socket.IO 4 joins the main namespace without a CONNECT.
void Clients::opened(Connection& connection, bool joins_by_itself, Output& output) {
    JsonWriter protocol;
    protocol.begin_object()
        .member("engineio", engineio::number_of(connection.session.protocol()))
        .member("socketio", socketio::number_of(connection.client.protocol()))
        .end_object();
    state_.recorder.record(
        EntryKind::open, connection,
        Details().add("transport", engineio::name_of(connection.caller.transport)).add("protocol", protocol));
    joins_by_itself |= connection.client.protocol() == socketio::Protocol::v4;
    if (joins_by_itself && !connection.echoes) {
        const socketio::ConnectRequested request{std::string(socketio::main_namespace), Json()};
        obey(connection, members_.request_connect(connection, request), output);
    }
}

// Applies the next step to the session; false if the session ends.
bool Clients::obey(Connection& connection, Next next, Output& output) {
    switch (next) {
        case Next::go_on: return true;
        case Next::close:
            connection.session.close(engineio::close_reason::parse_error, state_.now(), output);
            break;
        case Next::drop: connection.session.drop(engineio::close_reason::forced_close, output); break;
    }
    state_.output.perform(output);
    return false;
}

void Clients::frame(engineio::ChannelId channel, const engineio::Message& content) {
    drive(state_.connections.find_channel(channel), [&](engineio::Session& session, Output& output) {
        session.frame(channel, content, state_.now(), output);
    });
}

void Clients::channel_violated(const ChannelViolated& violated) {
    if (const Connection* connection = state_.connections.find_channel(violated.channel))
        state_.recorder.record_violation(*connection, violated.code, violated.what);
}

void Clients::channel_lost(engineio::ChannelId channel) {
    Connection* connection = state_.connections.find_channel(channel);
    state_.connections.unbind_channel(channel);
    gate_.forget(Handshake{engineio::Transport::websocket, channel});
    drive(connection, [&](engineio::Session& session, Output& output) { session.lose(channel, output); });
}

void Clients::exchange_lost(http::ExchangeId exchange) {
    Connection* connection = state_.connections.find_exchange(exchange);
    state_.connections.unbind_exchange(exchange);
    gate_.forget(Handshake{engineio::Transport::polling, exchange});
    drive(connection, [&](engineio::Session& session, Output& output) { session.abandon(exchange, output); });
}

void Clients::fire(std::uint64_t ordinal) {
    Connection* connection = state_.connections.find(ordinal);
    if (connection == nullptr) return;
    if (connection->connect_by && *connection->connect_by <= state_.now()) {
        close(connection, engineio::close_reason::forced_close);
    } else {
        drive(connection,
              [&](engineio::Session& session, Output& output) { session.fire(state_.now(), output); });
    }
}

void Clients::let_through(const TimerKey& timer) {
    const auto verdict = gate_.fire(timer);
    if (!verdict) return;
    Connection& connection = *state_.connections.find(verdict->connection);
    drive(&connection, [&](engineio::Session&, Output& output) {
        obey(connection, members_.conclude(connection, verdict->request, verdict->outcome), output);
    });
}

void Clients::send(Connection& connection, const std::vector<engineio::SharedPacket>& packets,
                   engineio::Receipt receipt) {
    drive(&connection, [&](engineio::Session& session, Output& output) {
        for (const auto& packet : packets) {
            if (session.queued_bytes() > state_.settings.limits.queued_bytes)
                return; // the queue is full already
            session.send(packet, &packet == &packets.back() ? receipt : 0, output);
        }
    });
}

void Clients::relieve() {
    while (state_.backlog.bytes() > state_.settings.limits.backlog_bytes) {
        auto& all = state_.connections.all();
        const auto slowest = std::max_element(all.begin(), all.end(), [](const auto& one, const auto& other) {
            return one.second.session.queued_bytes() < other.second.session.queued_bytes();
        });
        if (slowest == all.end() || slowest->second.session.queued_bytes() == 0) return;
        state_.recorder.record_violation(slowest->second, "slow_poller",
                                         "the client does not poll, and the queues of all clients are full");
        drive(&slowest->second, [](engineio::Session& session, Output& output) {
            session.drop(engineio::close_reason::transport_error, output);
        });
    }
}

void Clients::close_all(std::string_view reason) {
    gate_.drop_handshakes();
    std::vector<std::uint64_t> ordinals;
    for (const auto& [ordinal, connection] : state_.connections.all()) ordinals.push_back(ordinal);
    for (const auto ordinal : ordinals) close(state_.connections.find(ordinal), reason);
}

void Clients::close(Connection* connection, std::string_view reason) {
    drive(connection,
          [&](engineio::Session& session, Output& output) { session.close(reason, state_.now(), output); });
}

void Clients::shift_deadlines(Milliseconds by) {
    for (auto& [ordinal, connection] : state_.connections.all()) {
        connection.session.shift_deadlines(by);
        if (connection.connect_by) *connection.connect_by += by;
        arm(connection);
    }
}

// Processes a session's output; afterwards the connection may be removed.
void Clients::absorb(Connection& connection, Output output) {
    state_.output.perform(output);
    for (const auto& [code, message] : output.violations)
        state_.recorder.record_violation(connection, code, message);
    if (output.upgraded) state_.recorder.record(EntryKind::upgrade, connection);
    hear(connection, output);
    if (connection.session.is_open() &&
        connection.session.queued_bytes() > state_.settings.limits.queued_bytes) {
        state_.recorder.record_violation(connection, "slow_poller",
                                         "the client does not poll, and its queue is full");
        connection.session.close(engineio::close_reason::transport_error, state_.now(), output);
        state_.output.perform(output);
    }
    if (!output.closed_as.empty()) end(connection, output.closed_as);
    if (connection.session.state() == engineio::SessionState::closed) {
        state_.timers.set({TimerKey::Kind::connection, connection.ordinal}, std::nullopt);
        state_.pending_packets.remove(connection.client.pending_bytes());
        state_.remembered.remove(memory_of(connection.caller));
        for (const auto& [name, caller] : connection.callers) state_.remembered.remove(memory_of(caller));
        state_.connections.remove(connection);
    } else {
        state_.settling.update(connection);
        arm(connection);
    }
}

// Processes the packets of one POST together: the client joins only after them, as the reference server joins
// it in a later turn.
void Clients::hear(Connection& connection, Output& output) {
    std::vector<socketio::ConnectRequested> requests;
    for (const auto& message : output.messages) {
        if (!obey(connection, members_.interpret(connection, message, requests), output)) return;
    }
    for (const auto& request : requests) {
        if (!obey(connection, members_.request_connect(connection, request), output)) return;
    }
}

void Clients::end(Connection& connection, std::string_view reason) {
    gate_.forget(connection);
    members_.leave_all(connection, reason);
    state_.recorder.record(EntryKind::close, connection, Details().add("reason", reason));
    connection.connect_by.reset();
}

void Clients::arm(const Connection& connection) {
    auto deadline = connection.session.deadline();
    if (connection.connect_by && (!deadline || *connection.connect_by < *deadline))
        deadline = connection.connect_by;
    state_.timers.set({TimerKey::Kind::connection, connection.ordinal}, deadline);
}

} // namespace chatmock::core
