#include "core/clients.hpp"

namespace chatmock::core {

namespace {

using engineio::Output;
using engineio::Respond;

constexpr std::string_view path_prefix = "/socket.io/";
constexpr std::string_view token_parameter = "jwt_token";

// What one client may have waiting for its next poll; past it the client counts as gone.
constexpr std::size_t queued_bytes_max = 64 * 1024 * 1024;

bool is_ours(const engineio::HttpRequest& request) {
    return request.path.compare(0, path_prefix.size(), path_prefix) == 0;
}

engineio::HttpResponse not_found() {
    return {404, "text/plain; charset=UTF-8", "Not found: the socket endpoint is /socket.io/\n", {}};
}

engineio::FindSession finder(Connections& connections) {
    return [&connections](std::string_view sid) -> std::optional<engineio::SessionFacts> {
        const Connection* found = connections.find_engine_sid(sid);
        if (found == nullptr || found->session.state() == engineio::SessionState::closed) return std::nullopt;
        return engineio::SessionFacts{found->session.transport(), engineio::Session::protocol};
    };
}

// A sid that nobody holds: after a reset that keeps connections, counting starts anew beside them.
std::string free_sid(State& state, std::string_view purpose, const std::string& user, std::uint64_t& count) {
    for (;;) {
        auto sid = state.seeded.sid(purpose, user, ++count);
        if (!state.connections.find_engine_sid(sid) && !state.connections.find_sid(sid)) return sid;
    }
}

} // namespace

// Lets the session act, and takes over what it said. There may be no connection, and there may be none after
// it.
template <typename Act>
void Clients::drive(Connection* connection, Act act) {
    if (connection == nullptr) return;
    Output output;
    act(connection->session, output);
    absorb(*connection, std::move(output));
}

void Clients::request(const engineio::HttpRequest& request) {
    auto& wire = state_.effects.wire;
    if (engineio::is_preflight(request)) {
        wire.push_back(Respond{request.exchange, engineio::preflight_response(request), {}});
        return;
    }
    if (!is_ours(request)) {
        wire.push_back(Respond{request.exchange, not_found(), {}});
        return;
    }
    if (const auto refusal = engineio::refusal_of(request, false, finder(state_.connections))) {
        wire.push_back(Respond{request.exchange, engineio::refuse_plain(*refusal), {}});
        return;
    }
    Output output;
    const auto sid = engineio::value_of(request.query, "sid");
    Connection& connection = sid.empty() ? open(request) : *state_.connections.find_engine_sid(sid);
    if (sid.empty()) {
        opened(connection, engineio::Transport::polling);
        connection.session.open_polling(request.exchange, state_.now, output);
    } else if (request.method == "GET") {
        state_.connections.bind_exchange(request.exchange, connection);
        connection.session.poll(request.exchange, output);
    } else if (request.method == "POST") {
        connection.session.post(request, state_.now, output);
    } else {
        wire.push_back(Respond{request.exchange, engineio::HttpResponse{500, "", "", {}}, {}});
    }
    absorb(connection, std::move(output));
}

void Clients::upgrade(engineio::ChannelId channel, const engineio::HttpRequest& request) {
    auto& wire = state_.effects.wire;
    if (!is_ours(request)) {
        wire.push_back(engineio::RefuseChannel{channel, not_found()});
        return;
    }
    if (const auto refusal = engineio::refusal_of(request, true, finder(state_.connections))) {
        wire.push_back(engineio::RefuseChannel{channel, engineio::refuse_upgrade(*refusal)});
        return;
    }
    Output output;
    const auto sid = engineio::value_of(request.query, "sid");
    Connection& connection = sid.empty() ? open(request) : *state_.connections.find_engine_sid(sid);
    state_.connections.bind_channel(channel, connection);
    if (sid.empty()) {
        opened(connection, engineio::Transport::websocket);
        connection.session.open_websocket(channel, state_.now, output);
    } else {
        connection.session.attach(channel, state_.now, output);
    }
    absorb(connection, std::move(output));
}

Connection& Clients::open(const engineio::HttpRequest& request) {
    auto credentials = policy::read_credentials(engineio::value_of(request.query, token_parameter));
    auto sid = free_sid(state_, "engine", credentials.user, state_.opened[credentials.user]);
    auto& connection =
        state_.connections.add(engineio::Session(std::move(sid), state_.settings.profile.timings));
    connection.identity =
        std::make_shared<policy::Identity>(policy::Identity{"", credentials.user, credentials.claims});
    connection.credentials = std::move(credentials);
    connection.connect_by = state_.now + state_.settings.profile.connect_timeout;
    return connection;
}

void Clients::opened(const Connection& connection, engineio::Transport transport) {
    record(entry_kind::open, connection,
           {{"transport", engineio::name_of(transport)},
            {"protocol",
             {{"engineio", engineio::Session::protocol}, {"socketio", socketio::Client::protocol}}}});
}

void Clients::frame(engineio::ChannelId channel, const engineio::Message& content) {
    drive(state_.connections.find_channel(channel), [&](engineio::Session& session, Output& output) {
        session.frame(channel, content, state_.now, output);
    });
}

void Clients::channel_violated(engineio::ChannelId channel, const std::string& what) {
    if (const Connection* connection = state_.connections.find_channel(channel)) {
        record(entry_kind::violation, *connection, {{"message", what}});
    }
}

void Clients::channel_lost(engineio::ChannelId channel) {
    Connection* connection = state_.connections.find_channel(channel);
    state_.connections.unbind_channel(channel);
    drive(connection, [&](engineio::Session& session, Output& output) { session.lose(channel, output); });
}

void Clients::exchange_lost(engineio::ExchangeId exchange) {
    Connection* connection = state_.connections.find_exchange(exchange);
    state_.connections.unbind_exchange(exchange);
    drive(connection, [&](engineio::Session& session, Output& output) { session.abandon(exchange, output); });
}

void Clients::fire(std::uint64_t ordinal) {
    Connection* connection = state_.connections.find(ordinal);
    if (connection == nullptr) return;
    if (connection->connect_by && *connection->connect_by <= state_.now) {
        close(connection, engineio::close_reason::forced_close);
    } else {
        drive(connection,
              [&](engineio::Session& session, Output& output) { session.fire(state_.now, output); });
    }
}

void Clients::send(Connection& connection, const engineio::SharedPacket& packet, engineio::Receipt receipt) {
    drive(&connection, [&](engineio::Session& session, Output& output) {
        session.send(packet, receipt, output);
        if (session.queued_bytes() <= queued_bytes_max) return;
        output.violations.emplace_back("the client does not poll, and too much waits for it");
        session.close(engineio::close_reason::transport_error, state_.now, output);
    });
}

void Clients::disconnect(Connection& connection, DisconnectAs as) {
    if (as == DisconnectAs::server_disconnect) {
        tell(connection, connection.client.disconnect());
        leave(connection, "server namespace disconnect");
    } else {
        close(&connection, engineio::close_reason::forced_close);
    }
}

void Clients::close_all(std::string_view reason) {
    std::vector<std::uint64_t> ordinals;
    for (const auto& [ordinal, connection] : state_.connections.all()) ordinals.push_back(ordinal);
    for (const auto ordinal : ordinals) close(state_.connections.find(ordinal), reason);
}

void Clients::close(Connection* connection, std::string_view reason) {
    drive(connection,
          [&](engineio::Session& session, Output& output) { session.close(reason, state_.now, output); });
}

// Takes over what a session said; the connection may be gone afterwards.
void Clients::absorb(Connection& connection, Output output) {
    perform(output);
    for (auto& violation : output.violations)
        record(entry_kind::violation, connection, {{"message", std::move(violation)}});
    if (output.upgraded) record(entry_kind::upgrade, connection, Json::object());
    bool unbroken = true;
    for (const auto& message : output.messages) unbroken = unbroken && interpret(connection, message);
    if (!output.closed_as.empty()) end(connection, output.closed_as);
    if (connection.session.state() == engineio::SessionState::closed) {
        state_.timers.set({TimerKey::Kind::connection, connection.ordinal}, std::nullopt);
        state_.connections.remove(connection);
    } else {
        arm(connection);
    }
}

void Clients::perform(Output& output) {
    for (auto& effect : output.effects) {
        if (const auto* respond = std::get_if<Respond>(&effect))
            state_.connections.unbind_exchange(respond->exchange);
        state_.effects.wire.push_back(std::move(effect));
    }
}

// Whether the client may go on speaking.
bool Clients::interpret(Connection& connection, const engineio::Message& message) {
    const auto meaning = connection.client.receive(message);
    if (const auto* wish = std::get_if<socketio::ConnectRequested>(&meaning)) {
        connect_requested(connection, *wish);
    } else if (const auto* event = std::get_if<socketio::EventReceived>(&meaning)) {
        received(connection, *event);
    } else if (std::holds_alternative<socketio::Left>(meaning)) {
        leave(connection, "client namespace disconnect");
    } else if (const auto* broken = std::get_if<socketio::Broken>(&meaning)) {
        record(entry_kind::violation, connection, {{"message", broken->message}});
        Output output;
        connection.session.close(engineio::close_reason::parse_error, state_.now, output);
        perform(output);
        if (!output.closed_as.empty()) end(connection, output.closed_as);
        return false;
    }
    return true;
}

void Clients::connect_requested(Connection& connection, const socketio::ConnectRequested& wish) {
    if (wish.namespace_name != socketio::main_namespace) {
        refuse(connection, wish.namespace_name, "Invalid namespace");
        return;
    }
    const auto outcome = policy::decide(state_.rules, connection.credentials, state_.now);
    if (outcome.accept) accept(connection);
    else refuse(connection, wish.namespace_name, outcome.message);
}

void Clients::accept(Connection& connection) {
    const auto& user = connection.credentials.user;
    const auto sid = free_sid(state_, "socket", user, state_.joined[user]);
    tell(connection, connection.client.accept(sid));
    connection.identity =
        std::make_shared<policy::Identity>(policy::Identity{sid, user, connection.credentials.claims});
    connection.since = state_.now;
    connection.connect_by.reset();
    state_.connections.join(connection);
    record(entry_kind::connect, connection,
           {{"transport", engineio::name_of(connection.session.transport())}});
}

void Clients::refuse(Connection& connection, const std::string& namespace_name, const std::string& message) {
    tell(connection, connection.client.refuse(namespace_name, message));
    record(entry_kind::refuse, connection, {{"namespace", namespace_name}, {"message", message}});
}

void Clients::received(const Connection& connection, const socketio::EventReceived& event) {
    Entry entry;
    entry.kind = entry_kind::receive;
    entry.who = connection.identity;
    entry.event = event.name;
    entry.data = std::make_shared<const std::string>(to_text(event.arguments));
    state_.record(std::move(entry));
}

void Clients::leave(Connection& connection, std::string_view reason) {
    record(entry_kind::disconnect, connection, {{"reason", reason}});
    state_.connections.leave(connection);
    connection.client.forget();
    connection.identity = std::make_shared<policy::Identity>(
        policy::Identity{"", connection.credentials.user, connection.credentials.claims});
}

void Clients::end(Connection& connection, std::string_view reason) {
    if (connection.client.is_connected()) leave(connection, reason);
    record(entry_kind::close, connection, {{"reason", reason}});
    connection.connect_by.reset();
    state_.lost.push_back(connection.ordinal);
}

void Clients::tell(Connection& connection, const std::string& socketio_packet) {
    Output output;
    connection.session.send(engineio::share(engineio::PacketType::message, socketio_packet), 0, output);
    perform(output);
}

void Clients::arm(const Connection& connection) {
    auto deadline = connection.session.deadline();
    if (connection.connect_by && (!deadline || *connection.connect_by < *deadline))
        deadline = connection.connect_by;
    state_.timers.set({TimerKey::Kind::connection, connection.ordinal}, deadline);
}

void Clients::record(std::string_view kind, const Connection& connection, Json details) {
    Entry entry;
    entry.kind = kind;
    entry.who = connection.identity;
    entry.details = Json{{"engine_sid", connection.session.sid()}};
    entry.details.update(details);
    state_.record(std::move(entry));
}

} // namespace chatmock::core
