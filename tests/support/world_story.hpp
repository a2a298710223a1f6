// A world, its clock and its clients, for stories without a port: each call is one input, and returns the
// lines that were sent. Answers to control calls are kept for the test.
//
// The world is that of `default`, without other sandboxes. A replay has a world by itself, with the same
// bytes.
#pragma once

#include "core/clients/member_listener.hpp"
#include "core/sandboxes/sandboxes.hpp"
#include "core/state/state.hpp"
#include "core/world.hpp"
#include "support/repository.hpp"
#include "support/results.hpp"
#include "support/wire_text.hpp"

#include <map>
#include <memory>
#include <string>

namespace chatmock::core {

using engineio::WireLines;

// The shipped fixtures, loaded once.
inline std::shared_ptr<const catalogue::Catalogue> shipped_catalogue() {
    static const auto shared = std::make_shared<const catalogue::Catalogue>(
        catalogue::load(repository() / "fixtures", repository() / "contracts").catalogue);
    return shared;
}

inline const std::string rules_of_default_profile = R"({"auth":{"rules":[
    {"match":{"missing":true},"outcome":{"do":"reject"}},
    {"match":{"token":"invalid*"},"outcome":{"do":"reject"}},
    {"match":{"expired":true},"outcome":{"do":"reject"}}]},
    "groups":{"7":["alice","bob"]}})";

// For a part of the world without the rest.
struct NoListener : MemberListener {
    void note(MemberEvent) override {}
    void note(Acknowledged) override {}
    void note_left(std::uint64_t) override {}
};

class WorldStory {
public:
    explicit WorldStory(std::string_view profile = rules_of_default_profile, std::uint64_t seed = 1,
                        const ClockSettings& clock = {})
        : WorldStory(
              {seed, shipped_catalogue(), expect_value(policy::parse_profile(json_of(profile))), clock}) {}
    explicit WorldStory(WorldSettings settings) : sandboxes_(SandboxesSettings{std::move(settings)}) {}

    Instant now() const { return now_; }
    std::optional<Instant> next_deadline() const { return sandboxes_.next_deadline(); }
    const State& state() const { return sandboxes_.registry().default_one().world.state(); }
    bool has_clients_to_notify() const { return sandboxes_.has_clients_to_notify(); }

    // --- clients

    // Exchanges and channels share one sequence of numbers: 1, 2, 3, ...
    WireLines get(const std::string& query) { return request("GET", query, ""); }
    WireLines post(const std::string& query, std::string body) {
        return request("POST", query, std::move(body));
    }

    WireLines request(const std::string& method, const std::string& query, std::string body) {
        return play(RequestArrived{numbered(method, "/socket.io/?" + query, std::move(body))});
    }

    // A request in two inputs: RequestBegun, RequestArrived.
    http::Request numbered(const std::string& method, const std::string& target, std::string body) {
        auto request = http_request(target);
        request.exchange = ++last_number_;
        request.method = method;
        request.body = std::move(body);
        return request;
    }

    WireLines upgrade(const std::string& query, const std::string& path = "/socket.io/") {
        return play(UpgradeArrived{++last_number_, http_request(path + "?" + query)});
    }

    WireLines frame(engineio::ChannelId channel, std::string text) {
        return play(FrameArrived{channel, {false, std::move(text)}});
    }

    WireLines binary_frame(engineio::ChannelId channel, std::string bytes) {
        return play(FrameArrived{channel, {true, std::move(bytes)}});
    }

    WireLines lose_channel(engineio::ChannelId channel) { return play(ChannelLost{channel}); }
    WireLines lose_exchange(http::ExchangeId exchange) { return play(ExchangeLost{exchange}); }

    std::uint64_t last_number() const { return last_number_; }

    // A client that has joined by WebSocket; returns its channel.
    engineio::ChannelId join(const std::string& token) {
        upgrade("EIO=4&transport=websocket&jwt_token=" + token);
        const auto channel = last_number_;
        frame(channel, "40");
        return channel;
    }

    // A polling client that has not joined; returns its engine sid.
    std::string open_polling(const std::string& token) {
        const auto lines = get("EIO=4&transport=polling&jwt_token=" + token);
        const auto& line = lines.at(0);
        return json_of(line.substr(line.find('{'))).at("sid").get<std::string>();
    }

    // --- the control API

    Ticket ask(Command command, std::shared_ptr<const HttpCall> http = {}) {
        play(Called{++last_ticket_, std::move(command), std::move(http)});
        return last_ticket_;
    }

    // The text of GET /journal/export; reading it changes nothing.
    std::string transcript() const { return state().transcript.text(); }

    // The effects of the last input.
    const WireLines& wire() const { return wire_; }
    const std::vector<engineio::WireEffect>& effects() const { return effects_; }

    bool is_answered(Ticket ticket) const { return answers_.count(ticket) != 0; }
    const Result<Reply>& answer(Ticket ticket) const { return answers_.at(ticket); }
    Json body(Ticket ticket) const { return body_of(expect_value(answer(ticket))); }
    Json call(Command command) { return body(ask(std::move(command))); }
    Error refused(Command command) { return expect_error(answer(ask(std::move(command)))); }
    void give_up(Ticket ticket) { play(GaveUp{ticket}); }
    void withdraw(Ticket ticket) { play(Withdrawn{ticket}); }

    // The journal's entries of a kind, or all.
    Json journal(const std::string& kind = "") {
        ListJournal list;
        if (!kind.empty()) list.match.kind = policy::entry_kind_of(kind).value();
        return call(list).at("entries");
    }

    // --- time and the transport

    WireLines advance(Milliseconds duration, const Input& what_comes = TimePassed{}) {
        now_ += duration;
        return play(what_comes);
    }

    // Reports that the kernel has all bytes so far.
    WireLines write_all() {
        Written written;
        for (const auto& effect : effects_) {
            if (const auto* frame = std::get_if<engineio::SendFrame>(&effect)) {
                if (frame->receipt != 0) written.receipts.push_back(frame->receipt);
            } else if (const auto* broadcast = std::get_if<engineio::Broadcast>(&effect)) {
                written.receipts.insert(written.receipts.end(), broadcast->receipts.begin(),
                                        broadcast->receipts.end());
            } else if (const auto* respond = std::get_if<engineio::Respond>(&effect)) {
                written.receipts.insert(written.receipts.end(), respond->receipts.begin(),
                                        respond->receipts.end());
            } else if (const auto* confirm = std::get_if<engineio::Confirm>(&effect)) {
                written.receipts.push_back(confirm->receipt);
            }
        }
        return play(written);
    }

    WireLines shut_down() { return play(ShutDown{}); }

    WireLines play(const Input& input) {
        auto effects = sandboxes_.apply(input, now_);
        for (auto& answer : effects.answers) answers_.emplace(answer.ticket, std::move(answer.reply));
        effects_ = std::move(effects.wire);
        wire_ = engineio::transcript(effects_);
        return wire_;
    }

private:
    static http::Request http_request(const std::string& target) {
        http::Request request;
        request.method = "GET";
        http::read_target(target, request);
        return request;
    }

    Sandboxes sandboxes_;
    Instant now_ = Instant(Milliseconds(1700000000000)); // 2023-11-14T22:13:20.000Z
    std::uint64_t last_number_ = 0;
    Ticket last_ticket_ = 0;
    std::map<Ticket, Result<Reply>> answers_;
    std::vector<engineio::WireEffect> effects_;
    WireLines wire_;
};

inline Inject inject_to(const std::string& user, const std::string& event = "NewMessage") {
    Inject inject;
    inject.event = event;
    inject.to.kind = policy::Target::Kind::users;
    inject.to.names = {user};
    return inject;
}

} // namespace chatmock::core
