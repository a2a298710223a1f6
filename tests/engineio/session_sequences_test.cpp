// Plays every sequence of inputs up to a small length, and checks invariants after each step. It finds cases
// without a story.
#include "engineio/session.hpp"
#include "support/catch.hpp"

#include <set>
#include <string>
#include <vector>

namespace chatmock::engineio {

namespace {

// A session, and its transport's view of it. A value: each branch of the search copies it.
class Trial {
public:
    static Trial with_polling(Protocol protocol) {
        Trial trial(protocol);
        trial.waiting_.insert(trial.poll_);
        http::Request request;
        request.exchange = trial.poll_;
        trial.session_.open_polling(request, trial.now_, trial.output_);
        trial.perform(trial.output_);
        return trial;
    }

    static Trial with_websocket(Protocol protocol) {
        Trial trial(protocol);
        trial.session_.open_websocket(trial.channel_, {}, trial.now_, trial.output_);
        trial.perform(trial.output_);
        return trial;
    }

    // The violated rule; empty if there is none.
    std::string play(void (Trial::*input)()) {
        output_ = {};
        broken_.clear();
        refusal_ = 0;
        const bool was_open = session_.is_open();
        const bool was_closed = session_.state() == SessionState::closed;
        const bool was_mute = session_.is_mute();
        (this->*input)();
        perform(output_);
        check_end(was_open);
        if (was_mute) check_muteness();
        if (was_closed) check_silence();
        if (session_.state() == SessionState::closed) check_closed();
        else check_living();
        return broken_;
    }

    void poll() {
        waiting_.insert(poll_ = ++exchanges_);
        refusal_ = 1;
        session_.poll(poll_, output_);
    }
    void abandon() {
        waiting_.erase(poll_);
        session_.abandon(poll_, output_);
    }
    void post_message() { post("4a"); }
    void post_heartbeat() { post(is_v3() ? "2" : "3"); }
    void post_close() { post("1"); }
    void post_garbage() { post("abc"); }
    void attach() {
        refusal_ = 2; // accepted, then closed
        session_.attach(++channel_, {}, now_, output_);
    }
    void probe() { frame("2probe"); }
    void upgrade() { frame("5"); }
    void frame_message() { frame("4a"); }
    void frame_garbage() { frame("abc"); }
    void lose() {
        channels_.erase(channel_);
        session_.lose(channel_, output_);
    }
    void send() {
        if (session_.is_open() && !session_.is_mute()) ++sent_;
        session_.send(message_, sent_, output_);
    }
    void tear() { session_.tear(message_, close_reason::transport_error, now_, output_); }
    void drop() { session_.drop(close_reason::restart, output_); }
    void fail() { session_.fail(close_reason::transport_error, output_); }
    void fall_silent() { session_.fall_silent(close_reason::ping_timeout, now_, output_); }
    void become_half_open() { session_.become_half_open(now_); }
    void close() { session_.close(close_reason::forced_close, now_, output_); }
    void fire() {
        now_ = session_.deadline().value_or(now_);
        session_.fire(now_, output_);
    }

private:
    explicit Trial(Protocol protocol) : session_("SID", {protocol, false, {}}) {}

    bool is_v3() const { return session_.protocol() == Protocol::v3; }

    void post(const std::string& packet) {
        http::Request request;
        request.exchange = ++exchanges_;
        request.body = (is_v3() ? std::to_string(packet.size()) + ":" : "") + packet;
        waiting_.insert(request.exchange);
        refusal_ = 1;
        session_.post(request, now_, output_);
        posted_ = request.exchange;
    }

    void frame(const char* text) { session_.frame(channel_, {false, text}, now_, output_); }

    void perform(const Output& output) {
        for (const auto& effect : output.effects) {
            std::visit([this](const auto& done) { perform(done); }, effect);
        }
    }
    void perform(const Respond& respond) {
        expect(waiting_.erase(respond.exchange) == 1, "an exchange is answered once, and while it waits");
        for (const auto receipt : respond.receipts) deliver(receipt);
    }
    void perform(const DropExchange& drop) {
        expect(waiting_.erase(drop.exchange) == 1, "an exchange is dropped once, and while it waits");
    }
    void perform(const AcceptChannel& accept) {
        expect(accept.channel == channel_ && channels_.insert(channel_).second,
               "a WebSocket is accepted once");
    }
    void perform(const RefuseChannel&) { expect(false, "a session refuses no WebSocket"); }
    void perform(const SendFrame& frame) {
        expect(channels_.count(frame.channel) == 1, "frames go to open WebSockets alone");
        if (frame.receipt != 0) deliver(frame.receipt);
        if (frame.torn) channels_.erase(frame.channel);
    }
    void perform(const Broadcast&) { expect(false, "a session speaks for itself alone"); }
    void perform(const Confirm&) { expect(false, "a session asks for no confirmation by itself"); }
    void perform(const CloseChannel& close) {
        expect(channels_.erase(close.channel) == 1, "a WebSocket is closed once, and while it is open");
    }
    void perform(const BreakChannel& broken) {
        expect(channels_.erase(broken.channel) == 1, "a WebSocket is broken once, and while it is open");
    }
    void perform(const DropChannel& drop) {
        expect(channels_.erase(drop.channel) == 1 || drop.channel == channel_,
               "a WebSocket is dropped while it is open, or asks to be");
    }

    void deliver(Receipt receipt) {
        expect(receipt == ++delivered_, "messages are delivered in order, none twice and none left out");
    }

    void check_end(bool was_open) {
        const bool ended = was_open && !session_.is_open();
        expect(ended == !output_.closed_as.empty(), "the end is reported exactly once");
        expect(was_open || output_.messages.empty(), "a session that ended hears nothing");
    }

    void check_living() {
        expect(channels_.size() <= 1, "at most one WebSocket is open");
        expect(session_.deadline().has_value(), "a living session has a deadline");
        if (session_.is_mute()) return check_mute();
        expect(waiting_.count(posted_) == 0, "a POST is answered at once");
        expect(waiting_.size() <= 1, "at most one poll waits");
        if (session_.transport() == Transport::polling) return;
        expect(waiting_.empty(), "no poll waits while a WebSocket is the transport");
        expect(channels_.size() == 1, "the WebSocket that is the transport is open");
        expect(delivered_ == sent_, "nothing is queued while a WebSocket is the transport");
    }

    void check_mute() {
        expect(waiting_.size() <= 2, "at most one GET and one POST wait in vain");
        expect(session_.queued_bytes() == 0, "a mute session holds no bytes");
    }

    // A mute session drops its connections, except those that it must break.
    void check_muteness() {
        for (const auto& effect : output_.effects) {
            const bool drops =
                std::holds_alternative<DropExchange>(effect) || std::holds_alternative<DropChannel>(effect);
            expect(drops || std::holds_alternative<BreakChannel>(effect), "a mute session writes nothing");
        }
    }

    void check_closed() {
        expect(waiting_.empty(), "a closed session leaves no request unanswered");
        expect(channels_.empty(), "a closed session leaves no WebSocket open");
        expect(!session_.deadline(), "a closed session has no deadline");
        expect(session_.queued_bytes() == 0, "a closed session holds no bytes");
    }

    void check_silence() {
        expect(output_.effects.size() == refusal_, "a closed session does nothing but refuse");
        expect(session_.state() == SessionState::closed, "a closed session stays closed");
    }

    void expect(bool holds, const char* rule) {
        if (!holds && broken_.empty()) broken_ = rule;
    }

    Session session_;
    Instant now_{};
    SharedPacket message_ = share(PacketType::message, "a");
    http::ExchangeId exchanges_ = 1; // the last number
    http::ExchangeId poll_ = 1;      // the last GET
    http::ExchangeId posted_ = 0;    // the last POST
    ChannelId channel_ = 1;          // the last WebSocket
    Receipt sent_ = 0;
    Receipt delivered_ = 0;
    std::set<http::ExchangeId> waiting_;
    std::set<ChannelId> channels_;
    Output output_;
    std::size_t refusal_ = 0; // the number of effects of an input to a closed session
    std::string broken_;
};

struct Input {
    const char* name;
    void (Trial::*play)();
};

const std::vector<Input> usual_inputs = {
    Input{"poll", &Trial::poll},
    Input{"abandon", &Trial::abandon},
    Input{"post_message", &Trial::post_message},
    Input{"post_heartbeat", &Trial::post_heartbeat},
    Input{"post_close", &Trial::post_close},
    Input{"post_garbage", &Trial::post_garbage},
    Input{"attach", &Trial::attach},
    Input{"probe", &Trial::probe},
    Input{"upgrade", &Trial::upgrade},
    Input{"frame_message", &Trial::frame_message},
    Input{"frame_garbage", &Trial::frame_garbage},
    Input{"lose", &Trial::lose},
    Input{"send", &Trial::send},
    Input{"close", &Trial::close},
    Input{"fire", &Trial::fire},
};

// All inputs, with those that only a test causes.
std::vector<Input> all_inputs() {
    auto inputs = usual_inputs;
    inputs.insert(inputs.end(), {{"tear", &Trial::tear},
                                 {"drop", &Trial::drop},
                                 {"fail", &Trial::fail},
                                 {"fall_silent", &Trial::fall_silent},
                                 {"become_half_open", &Trial::become_half_open}});
    return inputs;
}

// The first sequence that violates a rule, and the rule; empty if there is none.
std::string first_broken(const Trial& trial, const std::vector<Input>& inputs, int length,
                         std::size_t& sequences) {
    if (length == 0) return {};
    for (const auto& [name, input] : inputs) {
        auto next = trial;
        ++sequences;
        if (const auto rule = next.play(input); !rule.empty()) return std::string(name) + ": " + rule;
        if (const auto broken = first_broken(next, inputs, length - 1, sequences); !broken.empty()) {
            return std::string(name) + ", " + broken;
        }
    }
    return {};
}

// inputs + inputs^2 + ... + inputs^length
std::size_t count_of_all(std::size_t inputs, int longest) {
    return longest == 0 ? 0 : inputs * (1 + count_of_all(inputs, longest - 1));
}

void check(Trial (*beginning)(Protocol), const std::vector<Input>& inputs, int length) {
    for (const auto protocol : {Protocol::v3, Protocol::v4}) {
        std::size_t sequences = 0;
        const auto broken = first_broken(beginning(protocol), inputs, length, sequences);
        CAPTURE(number_of(protocol), broken);
        CHECK(broken.empty());
        CHECK(sequences == count_of_all(inputs.size(), length));
    }
}

} // namespace

TEST_CASE("No sequence of inputs breaks the rules of a session that began with polling", "[engineio]") {
    check(Trial::with_polling, usual_inputs, 5);
}

TEST_CASE("No sequence of inputs breaks the rules of a session that began with a WebSocket", "[engineio]") {
    check(Trial::with_websocket, usual_inputs, 5);
}

TEST_CASE("Nor does any way to end a session, at any step", "[engineio]") {
    check(Trial::with_polling, all_inputs(), 4);
    check(Trial::with_websocket, all_inputs(), 4);
}

} // namespace chatmock::engineio
