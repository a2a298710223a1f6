// Bytes of two connections to the control port, cut at random, over a world: whatever they are, it goes on,
// holds nothing of connections that are lost, and answers the next one.
#include "control/control_port.hpp"
#include "core/world.hpp"
#include "core/world_settings.hpp"

#include <cstdlib>

using namespace chatmock;

namespace {

class Sink : public net::Connection {
public:
    void write(std::string_view bytes) override {
        out += bytes;
        is_unsent = true;
    }
    void finish() override { finished = true; }
    void reset() override { finished = true; }
    void wake_at(std::optional<Instant> at) override { wakes_at = at; }

    std::string out;
    bool finished = false;
    bool is_unsent = false;
    std::optional<Instant> wakes_at;
};

std::shared_ptr<const catalogue::Catalogue> empty_catalogue() {
    return std::make_shared<const catalogue::Catalogue>(*catalogue::parse_catalogue(Json::object()));
}

class Bench {
public:
    Bench()
        : world_(core::WorldSettings{1, empty_catalogue(), policy::Profile(), {}}),
          port_([this](const core::Input& input) { apply(input); }, {"1", 1, "fuzz"}, {}) {}

    void play(std::string_view bytes) {
        Sink first;
        Sink second;
        const auto one = port_.serve(first);
        const auto other = port_.serve(second);
        while (!bytes.empty()) {
            const auto code = static_cast<unsigned char>(bytes.front());
            bytes.remove_prefix(1);
            auto& sink = code % 2 == 0 ? first : second;
            auto& protocol = code % 2 == 0 ? *one : *other;
            now_ += Milliseconds(code);
            if (code >= 250) protocol.peer_finished(now_);
            else if (!sink.finished) protocol.received(bytes.substr(0, code), now_);
            bytes.remove_prefix(std::min<std::size_t>(bytes.size(), code));
            for (int i = 0; i < 100 && !sink.finished && std::exchange(sink.is_unsent, false); ++i)
                protocol.drained(now_);
            if (!sink.finished && sink.wakes_at && *sink.wakes_at <= now_) protocol.woken(now_);
        }
        one->lost();
        other->lost();
        Sink next;
        const auto fine = port_.serve(next);
        fine->received("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", now_);
        if (next.out.find("HTTP/1.1 200 ") != 0) abort();
        fine->lost();
    }

private:
    void apply(const core::Input& input) {
        auto effects = world_.apply(input, now_);
        for (auto& answer : effects.answers) port_.answer(std::move(answer), now_);
    }

    core::World world_;
    Instant now_ = Instant(Milliseconds(1700000000000));
    control::ControlPort port_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    Bench().play({reinterpret_cast<const char*>(data), size});
    return 0;
}
