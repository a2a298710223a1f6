// For any bytes, and however clients read, the socket port answers each request once, sends nothing on an
// ended connection, reports each receipt once, and keeps no ended session. The requests do not depend on how
// the bytes are cut.
#include "core/state/state.hpp"
#include "core/world.hpp"
#include "http/request_reader.hpp"
#include "support/memory_server.hpp"
#include "transport/socket_port.hpp"

#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace chatmock;

namespace {

constexpr std::size_t payload_bytes_max = 2000;

void demand(bool holds) {
    if (!holds) abort();
}

// The end of the next piece of a connection's bytes; derived from the input, so it is reproducible.
class Cuts {
public:
    explicit Cuts(unsigned char seed) : state_(seed) {}

    std::string_view take(std::string_view& bytes) {
        constexpr std::uint32_t longest = 64;
        state_ = state_ * 1664525U + 1013904223U;
        const auto piece = bytes.substr(0, 1 + (state_ >> 16U) % longest);
        bytes.remove_prefix(piece.size());
        return piece;
    }

private:
    std::uint32_t state_;
};

// The port over a world, with lines in memory.
class Port {
public:
    Port()
        : world_(settings()), port_({[this](const core::Input& input) { apply(input); },
                                     [](const http::Request&) {
                                         return core::SocketSettings{payload_bytes_max, Milliseconds(1)};
                                     },
                                     [this] { return world_.has_clients_to_notify(); }}),
          server_({"socket", std::chrono::seconds(75)}, port_, now_) {}
    ~Port() {
        for (auto& [name, peer] : peers_) peer->has_reset = true;
        server_.settle();
        pass(std::chrono::minutes(10)); // sessions without a connection time out
        demand(world_.state().connections.all().empty());
    }

    void receive(char name, std::string_view bytes) {
        auto& peer = peer_of(name);
        if (peer.was_closed) return;
        peer.in += bytes;
        settle();
    }

    void end(char name, bool by_reset) {
        auto& peer = peer_of(name);
        (by_reset ? peer.has_reset : peer.has_finished) = true;
        settle();
        demand(!by_reset || peer.was_closed);
        peers_.erase(name);
    }

    // The client's line takes so many bytes, and no more.
    void set_room(char name, std::size_t bytes) {
        peer_of(name).room = bytes;
        settle();
    }

    void pass(Milliseconds duration) {
        now_ += duration;
        apply(core::TimePassed{});
        server_.pass();
        read();
    }

    // Inserts the id of the newest session: a fuzzer would not guess it.
    std::string with_sid(std::string bytes) const {
        constexpr std::string_view placeholder = "{sid}";
        for (auto at = bytes.find(placeholder); at != std::string::npos; at = bytes.find(placeholder, at))
            bytes.replace(at, placeholder.size(), sid_);
        return bytes;
    }

private:
    static core::WorldSettings settings() {
        core::WorldSettings settings;
        settings.catalogue = std::make_shared<const catalogue::Catalogue>(
            std::map<std::string, catalogue::Event, std::less<>>());
        settings.profile.timings.max_payload = payload_bytes_max;
        return settings;
    }

    net::MemoryPeer& peer_of(char name) {
        auto& found = peers_[name];
        if (!found) found = server_.connect();
        return *found;
    }

    void settle() {
        server_.settle();
        read();
    }

    void read() {
        for (auto& [name, peer] : peers_) note_sid(peer->take_out());
    }

    void note_sid(const std::string& bytes) {
        constexpr std::string_view mark = "\"sid\":\"";
        const auto at = bytes.find(mark);
        if (at == std::string::npos || bytes.find("pingInterval") == std::string::npos) return;
        const auto rest = std::string_view(bytes).substr(at + mark.size());
        sid_ = rest.substr(0, rest.find('"'));
    }

    void apply(const core::Input& input) {
        if (const auto* arrived = std::get_if<core::FrameArrived>(&input))
            demand(arrived->content.data.size() <= payload_bytes_max);
        if (const auto* written = std::get_if<core::Written>(&input))
            for (const auto receipt : written->receipts) demand(written_.insert(receipt).second);
        auto effects = world_.apply(input, now_);
        for (auto& effect : effects.wire) {
            if (const auto* answer = std::get_if<engineio::Respond>(&effect))
                demand(answered_.insert(answer->exchange).second);
            port_.perform(std::move(effect));
        }
    }

    Instant now_{};
    core::World world_;
    transport::SocketPort port_;
    net::MemoryServer server_;
    std::map<char, std::shared_ptr<net::MemoryPeer>> peers_;
    std::set<engineio::Receipt> written_;
    std::set<http::ExchangeId> answered_;
    std::string sid_ = "none";
};

// The requests in the bytes, as text.
std::string read(std::string_view bytes, Cuts* cuts) {
    http::RequestReader reader(payload_bytes_max);
    std::string said;
    while (!bytes.empty() && !reader.fault()) {
        reader.receive(cuts != nullptr ? cuts->take(bytes) : std::exchange(bytes, {}));
        while (const auto request = reader.next()) {
            demand(request->body.size() <= payload_bytes_max);
            said += request->head.method + ' ' + request->head.target + '\n' + request->body + '\n';
            for (const auto& [name, value] : request->head.headers) said += name + ':' + value + '\n';
            if (request->body_too_large) return said;
        }
    }
    return said + std::to_string(reader.fault().status);
}

std::string masked_frame(unsigned opcode, std::string_view payload) {
    std::string bytes{static_cast<char>(0x80U | opcode), '\xfe', static_cast<char>(payload.size() / 256),
                      static_cast<char>(payload.size() % 256)};
    return bytes + std::string(4, '\0') + std::string(payload);
}

void play_record(Port& port, Cuts& cuts, std::string_view record) {
    const auto kind = record[0];
    const auto name = record.size() > 1 ? record[1] : 'a';
    const auto content = port.with_sid(std::string(record.substr(std::min<std::size_t>(2, record.size()))));
    if (kind == 't') return port.pass(std::chrono::seconds(10));
    if (kind == 'e' || kind == 'x') return port.end(name, kind == 'x');
    if (kind == 's') return port.set_room(name, content.empty() ? std::string::npos : content.size());
    const auto bytes = kind == 'f'   ? masked_frame(1, content)
                       : kind == 'b' ? masked_frame(2, content)
                                     : content;
    if (kind == 'r') demand(read(bytes, nullptr) == read(bytes, &cuts));
    for (std::string_view rest = bytes; !rest.empty();) port.receive(name, cuts.take(rest));
}

// The number of repetitions of the next record: `*` and a digit.
std::size_t times_in(std::string_view record) {
    if (record.size() != 2 || record[0] != '*' || record[1] < '0' || record[1] > '9') return 0;
    return std::size_t{1} << static_cast<unsigned>(record[1] - '0');
}

} // namespace

// The first byte selects how bytes are cut. The rest are records, separated by a line with a dot: a kind, the
// name of a connection, and content. Kinds: bytes (`r`), a frame of text (`f`) or bytes (`b`), the
// connection's end (`e`) or reset (`x`), the bytes that its line still takes, as many as the content has
// (`s`), time (`t`). `*3` repeats the next record 2^3 times, so small inputs reach limits.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size == 0) return 0;
    Cuts cuts(data[0]);
    Port port;
    std::size_t bytes_left = 256 * 1024; // limits the duration of one input
    std::size_t times = 1;
    std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
    while (!rest.empty()) {
        const auto record = rest.substr(0, rest.find("\n.\n"));
        rest.remove_prefix(std::min(rest.size(), record.size() + 3));
        const auto more = times_in(record);
        for (auto left = more != 0 ? 0 : times; left > 0 && record.size() < bytes_left; --left) {
            bytes_left -= record.size();
            if (!record.empty()) play_record(port, cuts, record);
        }
        times = std::max<std::size_t>(1, more);
    }
    return 0;
}
