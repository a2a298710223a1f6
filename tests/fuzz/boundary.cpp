// For any bytes, the socket port answers each request once, sends nothing on an ended connection, and keeps
// no ended session. The requests do not depend on how the bytes are cut.
#include "core/state/state.hpp"
#include "core/world.hpp"
#include "transport/http_connection.hpp"
#include "websocket/server_websocket.hpp"

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

class Port;

// One connection: a TcpConnection without the socket.
class Connection : public transport::HttpHost {
public:
    explicit Connection(Port& port);

    void receive(std::string_view bytes);
    void take_requests_now();
    void perform_respond(engineio::Respond effect) { http_->respond(std::move(effect)); }
    void accept();
    void refuse(const http::Response& response);
    void close();
    void say(std::string bytes);
    void end_if_overdue();

    void release(std::uint64_t number) override;
    void finish() override { over_ = true; }
    void reset() override { over_ = true; }
    void lose() override;
    bool is_over() const override { return over_; }

private:
    std::uint64_t new_number() override;
    core::SocketSettings settings_for(http::Request) override { return {payload_bytes_max, Milliseconds(1)}; }
    void apply(core::Input input) override;
    void upgrade(http::Request request) override;
    void write(std::string bytes, const std::vector<engineio::Receipt>& receipts) override;
    void take_requests_later() override { requests_wait_ = true; }
    void log_refusal(std::string_view sent) override { demand(!sent.empty()); }
    void take_frames(std::string bytes);
    void lose_channel();

    Port& port_;
    std::unique_ptr<transport::HttpConnection> http_;
    std::unique_ptr<websocket::ServerWebSocket> websocket_;
    std::optional<engineio::ChannelId> channel_;
    bool accepted_ = false;
    bool requests_wait_ = false;
    bool over_ = false;
    bool lost_ = false;
};

class Port {
public:
    Port() : world_(settings()) {}
    ~Port() {
        for (auto& [name, connection] : connections_) connection->lose();
        pass(std::chrono::minutes(10)); // sessions without a connection time out
        demand(world_.state().connections.all().empty());
    }

    Connection& connection(char name) {
        auto& found = connections_[name];
        if (!found) found = std::make_unique<Connection>(*this);
        return *found;
    }

    void end(char name) {
        if (connections_.count(name) == 0) return;
        connections_.at(name)->lose();
        connections_.erase(name);
    }

    void pass(Milliseconds duration) {
        now_ += duration;
        steady_ += duration;
        for (auto& [name, connection] : connections_) connection->end_if_overdue();
        apply(core::TimePassed{});
    }

    std::uint64_t number(Connection& connection) {
        numbered_[++last_number_] = &connection;
        return last_number_;
    }
    void release(std::uint64_t number) { numbered_.erase(number); }

    void apply(const core::Input& input) {
        auto effects = world_.apply(input, now_);
        for (auto& effect : effects.wire)
            std::visit([this](auto& each) { perform(std::move(each)); }, effect);
    }

    void wrote(const std::vector<engineio::Receipt>& receipts) {
        for (const auto receipt : receipts) demand(receipt == 0 || written_.insert(receipt).second);
    }

    transport::SteadyTime steady() const { return steady_; }

    // Inserts the id of the newest session: a fuzzer would not guess it.
    std::string with_sid(std::string bytes) const {
        constexpr std::string_view placeholder = "{sid}";
        for (auto at = bytes.find(placeholder); at != std::string::npos; at = bytes.find(placeholder, at))
            bytes.replace(at, placeholder.size(), sid_);
        return bytes;
    }

    void note_sid(std::string_view bytes) {
        constexpr std::string_view mark = "\"sid\":\"";
        const auto at = bytes.find(mark);
        if (at == std::string_view::npos || bytes.find("pingInterval") == std::string_view::npos) return;
        const auto rest = bytes.substr(at + mark.size());
        sid_ = rest.substr(0, rest.find('"'));
    }

private:
    static core::WorldSettings settings() {
        core::WorldSettings settings;
        settings.catalogue = std::make_shared<const catalogue::Catalogue>(
            std::map<std::string, catalogue::Event, std::less<>>());
        settings.profile.timings.max_payload = payload_bytes_max;
        return settings;
    }

    Connection* find(std::uint64_t number) const {
        const auto found = numbered_.find(number);
        return found == numbered_.end() ? nullptr : found->second;
    }

    void perform(engineio::Respond effect) {
        if (auto* connection = find(effect.exchange)) connection->perform_respond(std::move(effect));
    }
    void perform(const engineio::DropExchange& effect) {
        if (auto* connection = find(effect.exchange)) connection->reset();
    }
    void perform(const engineio::AcceptChannel& effect) {
        if (auto* connection = find(effect.channel)) connection->accept();
    }
    void perform(const engineio::RefuseChannel& effect) {
        if (auto* connection = find(effect.channel)) connection->refuse(effect.response);
    }
    void perform(const engineio::SendFrame& effect) {
        auto* connection = find(effect.channel);
        if (connection != nullptr && !connection->is_over())
            connection->say(websocket::frame_message(*effect.payload, effect.binary));
    }
    void perform(const engineio::Broadcast&) {}
    void perform(const engineio::Confirm&) {}
    void perform(const engineio::CloseChannel& effect) {
        if (auto* connection = find(effect.channel)) connection->close();
    }
    void perform(const engineio::BreakChannel& effect) {
        if (auto* connection = find(effect.channel)) connection->finish();
    }
    void perform(const engineio::DropChannel& effect) {
        if (auto* connection = find(effect.channel)) connection->reset();
    }

    core::World world_;
    Instant now_{};
    transport::SteadyTime steady_{};
    std::map<char, std::unique_ptr<Connection>> connections_;
    std::map<std::uint64_t, Connection*> numbered_;
    std::uint64_t last_number_ = 0;
    std::set<engineio::Receipt> written_;
    std::string sid_ = "none";
};

Connection::Connection(Port& port)
    : port_(port), http_(std::make_unique<transport::HttpConnection>(*this, "127.0.0.1", port.steady())) {}

void Connection::receive(std::string_view bytes) {
    if (over_) return;
    if (accepted_) {
        take_frames(http_ ? http_->take_rest() : "");
        http_.reset();
        return take_frames(std::string(bytes));
    }
    http_->received(bytes, port_.steady());
    take_requests_now();
}

// Repeats while the connection requests it; an answer makes room for waiting requests.
void Connection::take_requests_now() {
    while (http_ && !over_ && std::exchange(requests_wait_, false)) http_->take_requests();
}

void Connection::accept() {
    demand(channel_ && !accepted_);
    accepted_ = true;
    say(http_->take_handshake());
}

void Connection::refuse(const http::Response& response) {
    port_.release(*std::exchange(channel_, std::nullopt));
    websocket_.reset();
    http_->refuse_upgrade(response);
}

void Connection::close() {
    if (over_) return;
    websocket_->close();
    say(websocket_->take_output());
    over_ = true;
}

void Connection::take_frames(std::string bytes) {
    auto rest = asio::buffer(bytes);
    while (!over_) {
        auto message = websocket_->next(rest);
        if (auto output = websocket_->take_output(); !output.empty()) say(std::move(output));
        if (!message) break;
        demand(message->data.size() <= payload_bytes_max);
        port_.apply(core::FrameArrived{*channel_, std::move(*message)});
    }
    if (over_ || !websocket_->is_closed()) return;
    if (!websocket_->violation().empty())
        port_.apply(core::ChannelViolated{*channel_, websocket_->violation()});
    over_ = true;
    lose_channel();
}

void Connection::end_if_overdue() {
    if (!over_ && http_ && !accepted_) http_->end_if_overdue(port_.steady());
}

void Connection::say(std::string bytes) {
    demand(!over_);
    port_.note_sid(bytes);
}

void Connection::write(std::string bytes, const std::vector<engineio::Receipt>& receipts) {
    demand(bytes.compare(0, 9, "HTTP/1.1 ") == 0 && bytes.find("\r\n\r\n") != std::string::npos);
    port_.wrote(receipts);
    say(std::move(bytes));
}

std::uint64_t Connection::new_number() { return port_.number(*this); }
void Connection::release(std::uint64_t number) { port_.release(number); }
void Connection::apply(core::Input input) { port_.apply(input); }

void Connection::upgrade(http::Request request) {
    websocket_ = std::make_unique<websocket::ServerWebSocket>(payload_bytes_max);
    channel_ = port_.number(*this);
    port_.apply(core::UpgradeArrived{*channel_, std::move(request)});
}

void Connection::lose() {
    over_ = true;
    if (std::exchange(lost_, true)) return;
    const auto unanswered = http_ ? http_->unanswered() : std::vector<http::ExchangeId>();
    demand(unanswered.size() <= transport::HttpConnection::pipeline_max + 1);
    for (const auto exchange : unanswered) {
        port_.release(exchange);
        port_.apply(core::ExchangeLost{exchange});
    }
    lose_channel();
}

void Connection::lose_channel() {
    if (!channel_) return;
    port_.release(*channel_);
    port_.apply(core::ChannelLost{*std::exchange(channel_, std::nullopt)});
}

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
    if (kind == 'e') return port.end(name);
    const auto bytes = kind == 'f'   ? masked_frame(1, content)
                       : kind == 'b' ? masked_frame(2, content)
                                     : content;
    if (kind == 'r') demand(read(bytes, nullptr) == read(bytes, &cuts));
    for (std::string_view rest = bytes; !rest.empty();) port.connection(name).receive(cuts.take(rest));
}

// The number of repetitions of the next record: `*` and a digit.
std::size_t times_in(std::string_view record) {
    if (record.size() != 2 || record[0] != '*' || record[1] < '0' || record[1] > '9') return 0;
    return std::size_t{1} << static_cast<unsigned>(record[1] - '0');
}

} // namespace

// The first byte selects how bytes are cut. The rest are records, separated by a line with a dot: a kind, the
// name of a connection, and content. Kinds: bytes (`r`), a frame of text (`f`) or bytes (`b`), the
// connection's end (`e`), time (`t`). `*3` repeats the next record 2^3 times, so small inputs reach limits.
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
