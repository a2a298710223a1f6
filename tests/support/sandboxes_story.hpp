// Sandboxes without a port, for stories: numbers of exchanges and channels are one sequence, as a port gives
// them.
#pragma once

#include "core/sandboxes/sandboxes.hpp"
#include "core/state/state.hpp"
#include "support/world_story.hpp"

#include <functional>
#include <map>
#include <string>
#include <utility>

namespace chatmock::core {

class SandboxesStory {
public:
    explicit SandboxesStory(bool makes_on_first_use = false,
                            std::string_view profile = rules_of_default_profile,
                            std::function<JournalReader(const std::string& sandbox)> reader_of = {})
        : sandboxes_(SandboxesSettings{settings(profile), "default", profiles(), makes_on_first_use,
                                       std::move(reader_of)}) {}

    // --- clients

    WireLines request(const std::string& method, const std::string& target, const std::string& body = "",
                      http::Headers headers = {}) {
        RequestArrived arrived;
        arrived.request.exchange = ++last_number;
        arrived.request.method = method;
        arrived.request.body = body;
        arrived.request.headers = std::move(headers);
        http::read_target(target, arrived.request);
        return play(Input(std::move(arrived)));
    }

    WireLines get(const std::string& target, http::Headers headers = {}) {
        return request("GET", target, "", std::move(headers));
    }

    WireLines upgrade(const std::string& target, http::Headers headers = {}) {
        UpgradeArrived arrived{++last_number, {}};
        arrived.request.method = "GET";
        arrived.request.headers = std::move(headers);
        http::read_target(target, arrived.request);
        return play(Input(std::move(arrived)));
    }

    WireLines frame(engineio::ChannelId channel, const std::string& text) {
        return play(Input(FrameArrived{channel, {false, text}}));
    }

    // A client on a WebSocket that has joined; returns its channel.
    engineio::ChannelId join(const std::string& target) {
        upgrade(target);
        const auto channel = last_number;
        frame(channel, "40");
        return channel;
    }

    // A client that polls; returns its sid.
    std::string open_polling(const std::string& target, http::Headers headers = {}) {
        const auto lines = get(target, std::move(headers));
        const auto& line = lines.at(0);
        return json_of(line.substr(line.find('{'))).at("sid").get<std::string>();
    }

    // --- calls

    Ticket ask(const std::string& sandbox, Command command) {
        play(CalledIn{sandbox, {++last_ticket, std::move(command), nullptr}});
        return last_ticket;
    }

    Result<Reply> manage(SandboxCommand command) {
        play(SandboxCalled{++last_ticket, std::move(command), "http://control"});
        return answers.at(last_ticket);
    }

    Result<Reply> try_make(const std::string& name) { return manage(MakeSandbox{wish_of(name)}); }

    // The result of a call that must succeed.
    void perform(SandboxCommand command) { (void)expect_value(manage(std::move(command))); }
    void make(const std::string& name) { perform(MakeSandbox{wish_of(name)}); }

    static SandboxRequest wish_of(const std::string& name) {
        SandboxRequest request;
        request.name = name;
        return request;
    }

    bool is_answered(Ticket ticket) const { return answers.count(ticket) != 0; }

    // --- state

    const Sandbox* find(const std::string& name) const {
        for (const auto& [number, sandbox] : sandboxes_.registry().all())
            if (sandbox.name == name && !sandbox.gone_by) return &sandbox;
        return nullptr;
    }
    const State& state(const std::string& name) const { return find(name)->world.state(); }
    Result<Metrics> metrics(const std::optional<std::string>& name = {}) { return sandboxes_.metrics(name); }
    std::size_t clients(const std::string& name) const { return find(name)->clients(); }
    Json journal(const std::string& name, const std::string& kind) {
        Json entries = Json::array();
        for (const auto& entry : state(name).journal.entries())
            if (policy::name_of(entry.kind) == kind) entries.push_back(to_json(entry));
        return entries;
    }

    // Time as a loop has it: each deadline is an input.
    void pass(Milliseconds duration) {
        const auto until = now + duration;
        for (auto next = sandboxes_.next_deadline(); next && *next <= until;
             next = sandboxes_.next_deadline()) {
            now = std::max(now, *next);
            play(Input(TimePassed{}));
        }
        now = until;
    }

    WireLines play(SandboxesInput input) {
        effects = effects_of(std::move(input)).wire;
        return engineio::transcript(effects);
    }

    Effects effects_of(SandboxesInput input) {
        auto played = sandboxes_.apply(std::move(input), now);
        for (const auto& answer : played.answers) answers.insert_or_assign(answer.ticket, answer.reply);
        return played;
    }

    Sandboxes& sandboxes() { return sandboxes_; }

    Instant now = Instant(Milliseconds(1700000000000));
    std::uint64_t last_number = 0;
    Ticket last_ticket = 0;
    std::map<Ticket, Result<Reply>> answers;
    std::vector<engineio::WireEffect> effects;

private:
    static WorldSettings settings(std::string_view profile) {
        return {1, shipped_catalogue(), expect_value(policy::parse_profile(json_of(profile))), {}};
    }
    static Profiles profiles() {
        Profiles all;
        all.emplace("quiet", std::make_shared<const policy::Profile>());
        all.emplace("broken", Error{ErrorCode::malformed_json, "expected JSON"});
        return all;
    }

    Sandboxes sandboxes_;
};

inline std::string handshake(const std::string& more, const std::string& path = "/socket.io/") {
    return path + "?EIO=4&transport=polling" + (more.empty() ? "" : "&" + more);
}

inline std::string websocket(const std::string& more, const std::string& path = "/socket.io/") {
    return path + "?EIO=4&transport=websocket" + (more.empty() ? "" : "&" + more);
}

} // namespace chatmock::core
