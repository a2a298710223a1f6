// Plays four sandboxes at once, at random. The output of each equals, byte for byte, its output when played
// alone.
#include "base/seeded.hpp"
#include "control/routes.hpp"
#include "support/catch.hpp"
#include "support/sandboxes_story.hpp"

#include <array>
#include <functional>

namespace chatmock::core {

namespace {

constexpr std::size_t players = 4;
constexpr std::size_t steps = 1500;

using Play = std::function<Effects(SandboxesInput input)>;

// A caller and some clients of one sandbox. Their next actions follow from the seed and from their input.
class Player {
public:
    Player(std::size_t nth, Play play)
        : name_("w" + std::to_string(nth)), play_(std::move(play)), draw_(1000 + nth),
          last_number_(nth * 1000000), last_ticket_(nth * 1000000) {}

    void step() {
        switch (draw_.below(9)) {
            case 0: return open("websocket");
            case 1: return open("polling");
            case 2: return speak();
            case 3: return post();
            case 4: return lose();
            case 5: return call("PUT", "/faults/f" + number(3), R"({"do":"delay","ms":)" + number(900) + "}");
            case 6:
                return call("POST", "/auth/rules",
                            R"({"match":{"token":"u1"},"times":1,"outcome":{"do":"reject"}})");
            case 7: return draw_.below(20) == 0 ? call("POST", "/reset", "{}") : wait();
            default:
                return call("POST", "/events/NewMessage",
                            R"({"to":{"user":"u)" + number(3) + R"("},"await":"written","delay_ms":)" +
                                number(500) + "}");
        }
    }

private:
    std::string number(std::uint64_t bound) { return std::to_string(draw_.below(bound)); }

    http::Request request(const std::string& method, const std::string& query) {
        http::Request request;
        request.method = method;
        http::read_target("/socket.io/?EIO=4&sandbox=" + name_ + "&" + query, request);
        return request;
    }

    void open(const std::string& transport) {
        auto asked = request("GET", "transport=" + transport + "&jwt_token=u" + number(3));
        const auto id = ++last_number_;
        if (transport == "websocket") {
            play(Input(UpgradeArrived{id, std::move(asked)}));
            channels_.push_back(id);
            return play(Input(FrameArrived{id, {false, "40"}}));
        }
        asked.exchange = id;
        play(Input(RequestArrived{std::move(asked)}));
    }

    void speak() {
        if (channels_.empty()) return;
        const auto channel = channels_[draw_.below(channels_.size())];
        play(Input(FrameArrived{channel, {false, R"(42["typing",)" + number(9) + "]"}}));
    }

    void post() {
        if (sids_.empty()) return;
        const auto sid = sids_[draw_.below(sids_.size())];
        auto posted = request("POST", "transport=polling&sid=" + sid);
        posted.exchange = ++last_number_;
        posted.body = draw_.below(2) == 0 ? "40" : R"(42["hello"])";
        play(Input(RequestArrived{std::move(posted)}));
        auto polled = request("GET", "transport=polling&sid=" + sid);
        polled.exchange = ++last_number_;
        play(Input(RequestArrived{std::move(polled)}));
    }

    void lose() {
        if (channels_.empty()) return;
        const auto at = channels_.begin() + static_cast<std::ptrdiff_t>(draw_.below(channels_.size()));
        const auto channel = *at;
        channels_.erase(at);
        play(Input(ChannelLost{channel}));
    }

    void wait() {
        call("POST", "/connections/wait",
             R"({"match":{"user":"u)" + number(3) + R"("},"count":)" + number(4) + "}");
        if (draw_.below(2) == 0) play(Input(GaveUp{last_ticket_}));
        else play(Input(Withdrawn{last_ticket_}));
    }

    void call(const std::string& method, const std::string& path, const std::string& body) {
        const auto http = std::make_shared<const HttpCall>(HttpCall{method, path, {}, json_of(body)});
        play(CalledIn{name_, {++last_ticket_, expect_value(control::ask_world(*http)), http}});
    }

    // The kernel takes everything at once.
    void play(SandboxesInput input) {
        const auto effects = play_(std::move(input));
        Written written;
        for (const auto& effect : effects.wire) {
            if (const auto* frame = std::get_if<engineio::SendFrame>(&effect); frame && frame->receipt != 0)
                written.receipts.push_back(frame->receipt);
            if (const auto* all = std::get_if<engineio::Broadcast>(&effect))
                written.receipts.insert(written.receipts.end(), all->receipts.begin(), all->receipts.end());
            if (const auto* respond = std::get_if<engineio::Respond>(&effect)) note(*respond, written);
        }
        if (!written.receipts.empty()) play(Input(std::move(written)));
    }

    void note(const engineio::Respond& respond, Written& written) {
        written.receipts.insert(written.receipts.end(), respond.receipts.begin(), respond.receipts.end());
        const auto& body = respond.response.body;
        if (body.rfind(R"(0{"sid":")", 0) == 0) sids_.push_back(json_of(body.substr(1)).at("sid"));
    }

    std::string name_;
    Play play_;
    Draw draw_;
    std::vector<engineio::ChannelId> channels_;
    std::vector<std::string> sids_;
    std::uint64_t last_number_;
    Ticket last_ticket_;
};

// The sandboxes that are played; steps of others only pass time.
std::array<std::string, players> transcripts(const std::vector<std::size_t>& playing) {
    SandboxesStory story;
    std::vector<Player> all;
    for (std::size_t nth = 0; nth < players; ++nth) {
        auto request = SandboxesStory::wish_of("w" + std::to_string(nth));
        request.expires_after = std::chrono::hours(24);
        story.perform(MakeSandbox{request});
        all.emplace_back(nth, [&story](SandboxesInput input) { return story.effects_of(std::move(input)); });
    }
    Draw turns(7);
    for (std::size_t i = 0; i < steps; ++i) {
        const auto turn = turns.below(players);
        story.pass(Milliseconds(turns.below(200)));
        if (std::count(playing.begin(), playing.end(), turn) != 0) all[turn].step();
    }
    std::array<std::string, players> texts;
    for (std::size_t nth = 0; nth < players; ++nth)
        texts[nth] = story.state("w" + std::to_string(nth)).transcript.text();
    return texts;
}

} // namespace

TEST_CASE("four sandboxes that are played at once say what each says alone", "[sandboxes]") {
    const auto together = transcripts({0, 1, 2, 3});
    const auto untouched = transcripts({});
    for (std::size_t nth = 0; nth < players; ++nth) {
        const auto alone = transcripts({nth});
        CAPTURE(nth);
        CHECK(alone[nth].size() > 100000);
        CHECK((alone[nth] == together[nth])); // they are long
        for (std::size_t other = 0; other < players; ++other)
            if (other != nth) CHECK((alone[other] == untouched[other]));
    }
}

} // namespace chatmock::core
