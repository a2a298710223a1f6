#include "socketio/manager.hpp"

namespace chatmock::socketio {

namespace {

template <typename... Each>
struct Overloaded : Each... {
    using Each::operator()...;
};
template <typename... Each>
Overloaded(Each...) -> Overloaded<Each...>;

// The body of a refused handshake: {"code", "message"}, or text.
Refused refusal_of(const http::Response& response) {
    const auto said = parse_json(response.body);
    Json data = {{"status", response.status}};
    if (!said || !said->is_object()) return {response.body, data};
    const auto message = said->find("message");
    const bool has_message = message != said->end() && message->is_string();
    return {has_message ? message->get<std::string>() : response.body, data};
}

} // namespace

Manager::Manager(const engineio::ClientSettings& settings, std::string namespace_name, Json auth)
    : session_(settings),
      socket_(protocol_over(settings.protocol), std::move(namespace_name), std::move(auth)) {}

ClientEffects Manager::apply(const ClientInput& input, Instant now) {
    const bool was_opening = session_.state() == engineio::ClientState::opening;
    engineio::ClientOutput output;
    ClientEffects effects;
    drive(input, now, output);
    if (output.opened) {
        effects.events.emplace_back(Opened{});
        if (const auto packet = socket_.connect()) send(*packet, output);
    }
    if (output.upgraded) effects.events.emplace_back(Upgraded{});
    for (const auto& message : output.messages) {
        if (!hear(message, output, effects)) break;
    }
    if (output.end) {
        if (was_opening && output.end->answer) effects.events.emplace_back(refusal_of(*output.end->answer));
        effects.events.emplace_back(Ended{output.end->reason, output.end->detail});
    }
    effects.wire = std::move(output.effects);
    return effects;
}

void Manager::drive(const ClientInput& input, Instant now, engineio::ClientOutput& output) {
    std::visit(
        Overloaded{
            [&](const Start&) { session_.open(output); },
            [&](const Responded& each) { session_.respond(each.exchange, each.response, now, output); },
            [&](const RequestFailed& each) { session_.fail(each.exchange, each.detail, output); },
            [&](const ChannelAccepted& each) { session_.accept(each.channel, output); },
            [&](const ChannelRefused& each) { session_.refuse(each.channel, each.response, output); },
            [&](const FrameReceived& each) { session_.frame(each.channel, each.content, now, output); },
            [&](const ChannelFailed& each) { session_.lose(each.channel, each.detail, output); },
            [&](const TimePassed&) { session_.fire(now, output); },
            [&](const Close&) { close(output); },
        },
        input);
}

void Manager::close(engineio::ClientOutput& output) {
    send(socket_.disconnect(), output);
    session_.close(output);
}

// True if later messages may be read.
bool Manager::hear(const engineio::Message& message, engineio::ClientOutput& output, ClientEffects& effects) {
    auto meaning = socket_.receive(message);
    std::visit(Overloaded{
                   [&](Broken& broken) {
                       session_.abort(engineio::close_reason::parse_error, broken.message, output);
                   },
                   [](Ignored&) {},
                   [&](auto& event) { effects.events.emplace_back(std::move(event)); },
               },
               meaning);
    return !std::holds_alternative<Broken>(meaning);
}

void Manager::send(const std::string& packet, engineio::ClientOutput& output) {
    session_.send(engineio::share(engineio::PacketType::message, packet), output);
}

} // namespace chatmock::socketio
