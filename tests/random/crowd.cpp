#include "random/crowd.hpp"

#include "support/tokens.hpp"

namespace chatmock::random {

namespace {

using core::Input;
using engineio::SessionState;

std::string token(Dice& dice) {
    static const std::vector<std::string> tokens = {
        "alice",
        "alice",
        "bob",
        "carol",
        "dave",
        "invalid-one",
        "expired-one",
        "",
        "no name, this",
        jwt(R"({"sub":"alice","role":"admin"})"),
        jwt(R"({"sub":"bob","role":"user","exp":4000000000})"),
        jwt(R"({"sub":"carol","exp":1})"),
        jwt(R"({"role":"admin"})"),
    };
    return dice.of(tokens);
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char byte : text) {
        const auto value = static_cast<unsigned char>(byte);
        encoded += {'%', digits[value >> 4U], digits[value & 0xfU]};
    }
    return encoded;
}

} // namespace

http::Request request_for(std::string_view target, std::string_view method) {
    http::Request request;
    request.method = method;
    request.content_type = "text/plain;charset=UTF-8";
    http::read_target(target, request);
    return request;
}

void Crowd::look() {
    const auto& all = state_.connections.all();
    const auto newest = all.empty() ? 0 : all.rbegin()->first;
    if (newest > last_ordinal_) {
        if (opens_jsonp_) jsonp_.insert(newest);
        last_ordinal_ = newest;
    }
    opens_jsonp_ = false;
}

Input Crowd::open() {
    std::string target = state_.settings.profile.endpoints.back().path;
    if (dice_.percent(80)) target = state_.settings.profile.endpoints.front().path;
    target += dice_.percent(60) ? "?EIO=4" : "?EIO=3";
    const bool polls = dice_.percent(60);
    target += polls ? "&transport=polling" : "&transport=websocket";
    if (dice_.percent(10)) target += "&b64=1";
    const bool jsonp = polls && dice_.percent(10);
    if (jsonp) target += "&j=0";
    target += "&jwt_token=" + percent_encoded(token(dice_));
    if (!polls) return upgrade(request_for(target));
    opens_jsonp_ = jsonp;
    return arrive(request_for(target));
}

Input Crowd::open_badly() {
    const auto* target = dice_.among(
        {"/socket.io/?EIO=2&transport=polling", "/socket.io/?EIO=4&transport=pigeon",
         "/socket.io/?EIO=4&transport=websocket", "/socket.io/", "/elsewhere/",
         "/socket.io/?EIO=4&transport=polling&sid=unknown", "/socket.io/?EIO=4&transport=polling"});
    auto request = request_for(target, dice_.among({"GET", "GET", "POST", "PUT", "OPTIONS"}));
    request.origin = dice_.among({"", "http://localhost"});
    request.requested_method = dice_.among({"", "POST"});
    if (request.method == "POST" && dice_.percent(50)) return begin_or_arrive(std::move(request));
    if (dice_.percent(50)) return upgrade(std::move(request));
    return arrive(std::move(request));
}

Crowd::Held Crowd::held_of(const Connection& connection) const {
    Held held;
    const auto is_its = [&](const core::Connections::Index<std::uint64_t>& index, std::uint64_t number) {
        const auto found = index.find(number);
        return found != index.end() && found->second == connection.ordinal;
    };
    for (const auto& [id, exchange] : transport_.exchanges()) {
        if (!is_its(state_.connections.exchanges(), id)) continue;
        if (exchange.phase == Exchange::Phase::arrived) held.parked = id;
        if (exchange.phase == Exchange::Phase::begun) held.begun = id;
    }
    for (const auto& [id, channel] : transport_.channels()) {
        if (channel.phase == Channel::Phase::open && is_its(state_.connections.channels(), id))
            held.channel = id;
    }
    return held;
}

http::Request Crowd::request_of(const Connection& connection, std::string_view method) const {
    http::Request request;
    request.method = method;
    request.path = state_.settings.profile.endpoints.front().path;
    request.query = {{"EIO", std::to_string(engineio::number_of(connection.session.protocol()))},
                     {"transport", "polling"},
                     {"sid", connection.session.sid()}};
    return request;
}

Input Crowd::arrive(http::Request request) {
    request.exchange = transport_.next_number();
    return core::RequestArrived{std::move(request)};
}

Input Crowd::upgrade(http::Request request) {
    return core::UpgradeArrived{transport_.next_number(), std::move(request)};
}

Input Crowd::begin_or_arrive(http::Request request) {
    if (dice_.percent(60)) return arrive(std::move(request));
    request.exchange = transport_.next_number();
    return core::RequestBegun{std::move(request)};
}

Input Crowd::complete(http::ExchangeId exchange) const {
    return core::RequestArrived{transport_.exchanges().at(exchange).request};
}

Input Crowd::poll(const Connection& connection) { return arrive(request_of(connection, "GET")); }

Input Crowd::attach(const Connection& connection) {
    auto request = request_of(connection, "GET");
    request.query["transport"] = "websocket";
    return upgrade(std::move(request));
}

std::string Crowd::encoded(const Connection& connection, const Packets& packets, std::string_view& type) {
    const bool jsonp = jsonp_.count(connection.ordinal) != 0;
    const bool base64 = jsonp || dice_.percent(50);
    auto payload = engineio::encode_payload(packets, connection.session.protocol(), base64);
    type = payload.octet_stream ? "application/octet-stream" : "text/plain;charset=UTF-8";
    return jsonp ? "d=" + percent_encoded(payload.body) : std::move(payload.body);
}

Input Crowd::post(const Connection& connection, const Packets& packets) {
    std::string_view type;
    auto body = encoded(connection, packets, type);
    return post_body(connection, std::move(body), type);
}

Input Crowd::post_body(const Connection& connection, std::string body, std::string_view type) {
    auto request = request_of(connection, "POST");
    request.body = std::move(body);
    request.content_type = type;
    return begin_or_arrive(std::move(request));
}

// The first packet now, the others later.
Input Crowd::frame(const Connection& connection, engineio::ChannelId channel, const Packets& packets) {
    auto& unsaid = unsaid_[channel];
    for (const auto& packet : packets) unsaid.push_back(frame_of(*packet, connection.session.protocol()));
    return next_frame(channel);
}

Input Crowd::next_frame(engineio::ChannelId channel) {
    auto& unsaid = unsaid_[channel];
    core::FrameArrived input{channel, std::move(unsaid.front())};
    unsaid.pop_front();
    if (unsaid.empty()) unsaid_.erase(channel);
    return input;
}

Input Crowd::behave() {
    if (state_.connections.all().empty()) return open();
    const auto& connection = dice_.of(state_.connections.all()).second;
    const auto held = held_of(connection);
    if (connection.session.state() != SessionState::websocket) return behave_polling(connection, held);
    if (held.begun && dice_.percent(30)) return complete(*held.begun); // it began before the upgrade
    const auto channel = held.channel.value(); // a session without one was excluded before
    if (unsaid_.count(channel) != 0) return next_frame(channel);
    return frame(connection, channel, sensible(dice_, connection));
}

Input Crowd::behave_polling(const Connection& connection, const Held& held) {
    const auto state = connection.session.state();
    const auto packet = [](auto type, std::string_view data) { return Packets{engineio::share(type, data)}; };
    if (held.begun && dice_.percent(70)) return complete(*held.begun);
    if (!held.parked && dice_.percent(60)) return poll(connection);
    if (state == SessionState::probing && dice_.percent(50))
        return frame(connection, held.channel.value(), packet(engineio::PacketType::ping, "probe"));
    if (state == SessionState::probed && dice_.percent(50))
        return frame(connection, held.channel.value(), packet(engineio::PacketType::upgrade, ""));
    if (state == SessionState::polling && dice_.percent(5)) return attach(connection);
    if (held.begun) return complete(*held.begun);
    return post(connection, sensible(dice_, connection));
}

} // namespace chatmock::random
