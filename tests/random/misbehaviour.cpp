// Actions of clients that no library takes, and failures of networks.
#include "random/crowd.hpp"

#include <algorithm>

namespace chatmock::random {

using core::Input;

Input Crowd::misbehave() {
    if (state_.connections.all().empty() || dice_.percent(20)) return open_badly();
    const auto& connection = dice_.of(state_.connections.all()).second;
    const auto held = held_of(connection);
    if (dice_.percent(15)) return ask_badly(connection);
    if (held.channel && dice_.percent(70)) return misbehave_on(connection, *held.channel);
    return misbehave_polling(connection, held);
}

Input Crowd::misbehave_on(const Connection& connection, engineio::ChannelId channel) {
    switch (dice_.below(4)) {
        case 0: return core::FrameArrived{channel, {dice_.percent(50), random_bytes(dice_, 60)}};
        case 1: return core::ChannelViolated{channel, "a frame that no client should send"};
        default: return frame(connection, channel, senseless(dice_, connection));
    }
}

Input Crowd::misbehave_polling(const Connection& connection, const Held& held) {
    std::string_view type;
    switch (dice_.below(7)) {
        case 0: return poll(connection); // perhaps a second poll
        case 1: return attach(connection);
        case 2: {
            auto body = encoded(connection, sensible(dice_, connection), type);
            spoil(body);
            return post_body(connection, std::move(body), type);
        }
        case 3: return post_body(connection, random_bytes(dice_, 80), "application/octet-stream");
        case 4: return post_body(connection, random_bytes(dice_, 80), "text/plain");
        case 5: {
            auto request = request_of(connection, "POST");
            request.body_too_large = true;
            return begin_or_arrive(std::move(request));
        }
        default:
            if (held.begun) return post(connection, sensible(dice_, connection)); // besides the other POST
            return post(connection, senseless(dice_, connection));
    }
}

// Names the session, but sends an invalid request.
Input Crowd::ask_badly(const Connection& connection) {
    auto request = request_of(connection, dice_.among({"GET", "POST", "DELETE", "HEAD", "OPTIONS"}));
    request.query["EIO"] = dice_.among({"3", "4", "5", ""});
    request.query["transport"] = dice_.among({"polling", "websocket", "pigeon"});
    if (dice_.percent(20)) request.path = "/elsewhere/";
    if (dice_.percent(30)) return upgrade(std::move(request));
    if (request.method == "POST") return begin_or_arrive(std::move(request));
    return arrive(std::move(request));
}

void Crowd::spoil(std::string& body) {
    if (body.empty()) return;
    const auto at = dice_.below(body.size());
    switch (dice_.below(3)) {
        case 0: body.resize(at); break;
        case 1: body[at] = static_cast<char>(dice_.below(256)); break;
        default: body.insert(at, random_bytes(dice_, 4)); break;
    }
}

// Closed or dropped connections end soon; sometimes another one does. Bytes of an ended session may still
// arrive.
Input Crowd::lose() {
    std::vector<Input> sooner;
    std::vector<Input> any;
    for (const auto& [id, channel] : transport_.channels()) {
        auto& list = channel.phase == Channel::Phase::closed ? sooner : any;
        list.emplace_back(core::ChannelLost{id});
    }
    for (const auto& [id, exchange] : transport_.exchanges()) {
        auto& list = exchange.phase == Exchange::Phase::dropped ? sooner : any;
        if (exchange.phase == Exchange::Phase::begun && dice_.percent(50)) list.push_back(complete(id));
        else list.emplace_back(core::ExchangeLost{id});
    }
    if (sooner.empty() && any.empty()) return core::TimePassed{};
    const bool soon = any.empty() || (!sooner.empty() && dice_.percent(80));
    auto lost = dice_.of(soon ? sooner : any);
    if (const auto* channel = std::get_if<core::ChannelLost>(&lost)) unsaid_.erase(channel->channel);
    return lost;
}

// Mostly receipts that were requested, the oldest first; sometimes unknown or repeated ones.
Input Crowd::write() {
    core::Written written;
    const auto& unwritten = transport_.unwritten();
    const auto count = dice_.below(std::min<std::size_t>(unwritten.size(), 50) + 1);
    written.receipts.assign(unwritten.begin(),
                            std::next(unwritten.begin(), static_cast<std::ptrdiff_t>(count)));
    if (dice_.percent(10)) written.receipts.push_back(dice_.below(100000));
    return written;
}

} // namespace chatmock::random
