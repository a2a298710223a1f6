// Random bytes of two callers of the control port, cut at random. Whatever they send, and however slowly they
// read, the port continues, keeps nothing of lost connections, and answers the next caller.
#include "control/control_port.hpp"
#include "core/input/world_settings.hpp"
#include "core/sandboxes/sandboxes.hpp"

#include <array>
#include <cstdlib>

using namespace chatmock;

namespace {

void demand(bool holds) {
    if (!holds) abort();
}

class Sink : public net::Connection {
public:
    void write(net::SharedBytes bytes) override {
        out += *bytes;
        is_unsent = true;
    }
    void finish() override { finished = true; }
    void reset() override { finished = true; }
    void log_refusal(std::string_view) override {}
    void wake_at(std::optional<Instant> at) override { wakes_at = at; }

    std::string out;
    bool finished = false;
    bool is_unsent = false;
    std::optional<Instant> wakes_at;
};

std::shared_ptr<const catalogue::Catalogue> empty_catalogue() {
    return std::make_shared<const catalogue::Catalogue>(*catalogue::parse_catalogue(Json::object()));
}

struct Caller {
    Sink sink;
    std::unique_ptr<net::Protocol> protocol;
    bool is_slow = false;      // reads nothing
    bool has_finished = false; // sends nothing more
};

class Bench {
public:
    static constexpr unsigned piece_bytes_max = 220;

    Bench()
        : sandboxes_(core::SandboxesSettings{{1, empty_catalogue(), policy::Profile(), {}}}),
          port_([this](core::SandboxesInput input) { apply(std::move(input)); },
                [this](const std::string& sandbox) { return facts_of(sandbox); },
                [this](const std::string& sandbox) { return sandboxes_.enter(sandbox, now_); },
                [this](const auto& sandbox) { return readings_of(sandbox); }, {}, {}) {
        for (auto& caller : callers_) caller.protocol = port_.serve(caller.sink, now_);
    }

    // One byte selects the action: bytes of one caller, the same bytes again, time, or an action of a peer.
    void play(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto code = static_cast<unsigned char>(bytes.front());
            bytes.remove_prefix(1);
            const auto piece = bytes.substr(0, code < piece_bytes_max ? code : 0);
            bytes.remove_prefix(piece.size());
            auto& caller = callers_[code % 2];
            if (code < piece_bytes_max) send(caller, piece, 1);
            else if (code < 240) send(caller, last_piece_, std::size_t{1} << (code - piece_bytes_max) / 2);
            else if (code < 244) pass(Milliseconds(code < 242 ? 1000 : 61000));
            else if (code < 248) caller.is_slow = code < 246;
            else finish(caller);
            settle();
        }
        for (auto& caller : callers_) caller.protocol->lost();
        demand(port_.is_idle());
        Sink next;
        const auto fine = port_.serve(next, now_);
        receive(*fine, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
        demand(next.out.find("HTTP/1.1 200 ") == 0);
        fine->lost();
    }

private:
    void send(Caller& caller, std::string_view piece, std::size_t times) {
        last_piece_ = piece;
        for (; times > 0 && bytes_left_ > piece.size(); --times) {
            bytes_left_ -= piece.size();
            now_ += Milliseconds(1);
            if (!caller.sink.finished && !caller.has_finished && caller.protocol->wants_bytes())
                receive(*caller.protocol, piece);
            settle();
        }
    }

    void receive(net::Protocol& protocol, std::string_view bytes) const {
        std::string received(bytes);
        protocol.received({received.data(), received.size()}, now_);
    }

    void finish(Caller& caller) {
        if (!std::exchange(caller.has_finished, true) && !caller.sink.finished)
            caller.protocol->peer_finished(now_);
    }

    void pass(Milliseconds duration) {
        now_ += duration;
        apply(core::Input(core::TimePassed{}));
        for (auto& caller : callers_) {
            auto& at = caller.sink.wakes_at;
            if (caller.sink.finished || !at || *at > now_) continue;
            at.reset();
            caller.protocol->woken(now_);
        }
    }

    // Every reading caller reads all written bytes.
    void settle() {
        for (auto& caller : callers_) {
            auto& sink = caller.sink;
            demand(sink.out.empty() || sink.out.compare(0, 9, "HTTP/1.1 ") == 0);
            constexpr int rounds_max = 100;
            for (int i = 0;
                 i < rounds_max && !caller.is_slow && !sink.finished && std::exchange(sink.is_unsent, false);
                 ++i)
                caller.protocol->drained(now_);
        }
    }

    Result<control::Facts> facts_of(const std::string& sandbox) {
        const auto facts = sandboxes_.facts(sandbox);
        if (!facts) return facts.error();
        return control::Facts{"1", "", "", facts->seed, facts->profile, facts->socket_path};
    }

    Result<control::Readings> readings_of(const std::optional<std::string>& sandbox) {
        auto metrics = sandboxes_.metrics(sandbox);
        if (!metrics) return metrics.error();
        return control::Readings{std::move(*metrics), {}, {}, now_};
    }

    void apply(core::SandboxesInput input) {
        auto effects = sandboxes_.apply(std::move(input), now_);
        for (auto& answer : effects.answers) port_.answer(std::move(answer), now_);
    }

    core::Sandboxes sandboxes_;
    Instant now_ = Instant(Milliseconds(1700000000000));
    control::ControlPort port_;
    std::array<Caller, 2> callers_;
    std::string_view last_piece_;
    std::size_t bytes_left_ = 512 * 1024; // limits the duration of one input
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    Bench().play({reinterpret_cast<const char*>(data), size});
    return 0;
}
