#include "transport/socket_port.hpp"

#include "net/refusal_log.hpp"
#include "transport/kept_bytes.hpp"
#include "transport/tcp_connection.hpp"

#include <asio/post.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <unordered_map>
#include <unordered_set>

namespace chatmock::transport {

namespace {

using asio::ip::tcp;
using std::chrono::steady_clock;

constexpr std::size_t receive_buffer_bytes = 64 * 1024;

// Of requests and WebSocket messages that are not complete. Past it, the largest of them are refused.
constexpr std::size_t unfinished_bytes_max = 256 * 1024 * 1024;

constexpr std::chrono::seconds sweep_interval{5};
constexpr std::chrono::milliseconds frames_pause{1}; // behind the answer to a WebSocket's handshake
constexpr std::chrono::milliseconds drain_interval{5};
constexpr std::chrono::milliseconds drain_max{1000};

} // namespace

class SocketPort::Impl : public ConnectionHost {
public:
    Impl(runtime::Loop& loop, std::size_t max_payload)
        : loop_(loop), max_payload_(max_payload), receive_buffer_(receive_buffer_bytes, '\0'),
          listener_(loop.context(), "socket",
                    [this](TcpSocket socket, const tcp::endpoint& peer) { begin(std::move(socket), peer); }),
          drain_(loop.context()), release_(loop.context()), sweep_(loop.context()) {}

    Result<int> listen(const std::string& host, int port) {
        sweep();
        return listener_.listen(host, port);
    }

    void set_max_payload(std::size_t max_payload) { max_payload_ = max_payload; }

    void set_client_files(std::shared_ptr<const std::map<std::string, std::string>> contents) {
        client_files_ = std::move(contents);
    }

    template <typename Effect>
    void perform(Effect&& effect) {
        queue_broadcast(); // nothing overtakes it
        std::visit([this](auto&& each) { this->to(std::forward<decltype(each)>(each)); },
                   std::forward<Effect>(effect));
    }

    void drain(std::function<void()> done) {
        queue_broadcast();
        listener_.close();
        drain_until(steady_clock::now() + drain_max, std::move(done));
    }

    std::uint64_t number(TcpConnection& connection) override {
        numbered_[++last_number_] = &connection;
        return last_number_;
    }

    void release(std::uint64_t number) override { numbered_.erase(number); }

    void flush_later(TcpConnection& connection) override {
        flush_later();
        dirty_.push_back(connection.shared_from_this());
    }

    void forget(TcpConnection& connection) override { connections_.erase(connection.shared_from_this()); }

    void apply(core::Input input) override { loop_.apply(input); }

    void release_frames_later(TcpConnection& connection) override {
        young_.emplace_back(steady_clock::now() + frames_pause, connection.shared_from_this());
        if (young_.size() == 1) await_release();
    }

    void tell_refusal(std::string_view sent, const std::string& remote_address) override {
        refusals_.tell(sent, remote_address);
    }

    void count_unfinished(std::size_t before, std::size_t after) override {
        unfinished_bytes_ += after - before;
        if (unfinished_bytes_ > unfinished_bytes_max) flush_later();
    }

    std::vector<engineio::Receipt>& written() override { return written_; }

    SharedBytes keep(std::string bytes) override { return kept_.keep(std::move(bytes)); }

    std::string& receive_buffer() override { return receive_buffer_; }

private:
    void begin(TcpSocket socket, const tcp::endpoint& peer) {
        const auto connection = std::make_shared<TcpConnection>(std::move(socket), peer, *this, max_payload_);
        connections_.insert(connection);
        connection->start();
    }

    // Nothing waits for ever, nor keeps its file descriptor.
    void sweep() {
        sweep_.expires_after(sweep_interval);
        sweep_.async_wait([this](const asio::error_code& ended) {
            if (ended) return;
            const auto now = steady_clock::now();
            const std::vector<std::shared_ptr<TcpConnection>> all(connections_.begin(), connections_.end());
            for (const auto& connection : all) connection->end_if_overdue(now);
            sweep();
        });
    }

    void await_release() {
        release_.expires_at(young_.front().first);
        release_.async_wait([this](const asio::error_code& ended) {
            if (ended) return;
            for (const auto now = steady_clock::now(); !young_.empty() && young_.front().first <= now;
                 young_.pop_front())
                young_.front().second->release_frames();
            if (!young_.empty()) await_release();
        });
    }

    void flush_later() {
        if (std::exchange(flush_scheduled_, true)) return;
        asio::post(loop_.context(), [this] { flush(); });
    }

    void flush() {
        flush_scheduled_ = false;
        send_broadcast();
        flushing_.swap(dirty_);
        for (const auto& connection : flushing_) connection->flush();
        flushing_.clear();
        lose_slowest();
        refuse_unfinished();
        if (!written_.empty()) loop_.apply(core::Written{std::exchange(written_, {})});
    }

    // While all together have too much to be read.
    void lose_slowest() {
        while (kept_.are_too_many()) {
            const auto slowest = std::max_element(connections_.begin(), connections_.end(),
                                                  [](const auto& one, const auto& other) {
                                                      return one->bytes_to_write() < other->bytes_to_write();
                                                  });
            if (slowest == connections_.end() || (*slowest)->bytes_to_write() == 0) return;
            const auto connection = *slowest;
            connection->overflow("the client does not read, and too much waits for all clients");
        }
    }

    // While all together keep too much of requests and messages that are not complete.
    void refuse_unfinished() {
        while (unfinished_bytes_ > unfinished_bytes_max) {
            const auto largest = std::max_element(
                connections_.begin(), connections_.end(), [](const auto& one, const auto& other) {
                    return one->unfinished_bytes() < other->unfinished_bytes();
                });
            const auto connection = *largest;
            connection->refuse_unfinished();
        }
    }

    // To all that wait for nothing else, from hand to hand: they queue nothing. While the kernel sends for
    // one, what the next one needs is on its way to the cache. Nobody is lost before all have had theirs.
    void send_broadcast() {
        if (!broadcast_) return;
        const auto [broadcast, frames] = *std::exchange(broadcast_, std::nullopt);
        std::vector<TcpConnection*> receivers;
        receivers.reserve(broadcast.channels.size());
        for (const auto channel : broadcast.channels) receivers.push_back(find(channel));
        std::vector<std::shared_ptr<TcpConnection>> lost;
        for (std::size_t i = 0; i < receivers.size(); ++i) {
            if (i + 1 < receivers.size()) prefetch(receivers[i + 1]);
            auto* const receiver = receivers[i];
            if (receiver != nullptr && !receiver->send_at_once(frames, receipt_of(broadcast, i)))
                lost.push_back(receiver->shared_from_this());
        }
        for (const auto& receiver : lost) receiver->lose();
    }

    // Something else is to follow it in this turn, and leaves with it in one write.
    void queue_broadcast() {
        if (!broadcast_) return;
        const auto [broadcast, frames] = *std::exchange(broadcast_, std::nullopt);
        for (std::size_t i = 0; i < broadcast.channels.size(); ++i) {
            if (auto* receiver = find(broadcast.channels[i]))
                receiver->send_frame(frames, receipt_of(broadcast, i));
        }
    }

    // The lines of it in which send_at_once() reads.
    static void prefetch(const TcpConnection* connection) {
        if (connection == nullptr) return;
        constexpr std::array<int, 3> offsets = {0, 64, 128};
        for (const auto offset : offsets)
            __builtin_prefetch(reinterpret_cast<const char*>(connection) + offset);
    }

    static engineio::Receipt receipt_of(const engineio::Broadcast& broadcast, std::size_t i) {
        return broadcast.receipts.empty() ? 0 : broadcast.receipts[i];
    }

    void drain_until(steady_clock::time_point deadline, std::function<void()> done) {
        bool busy = loop_.has_clients_to_tell();
        for (const auto& connection : connections_) busy = busy || connection->is_writing();
        if (!busy || steady_clock::now() >= deadline) return done();
        drain_.expires_after(drain_interval);
        drain_.async_wait([this, deadline, done = std::move(done)](const asio::error_code& ended) mutable {
            if (!ended) drain_until(deadline, std::move(done));
        });
    }

    TcpConnection* find(std::uint64_t number) const {
        const auto found = numbered_.find(number);
        return found == numbered_.end() ? nullptr : found->second;
    }

    void to(engineio::Respond&& effect) {
        if (!effect.response.file.empty()) effect.response.body = client_files_->at(effect.response.file);
        if (auto* connection = find(effect.exchange)) connection->respond(std::move(effect));
    }

    void to(const engineio::DropExchange& effect) {
        if (auto* connection = find(effect.exchange)) connection->reset();
    }

    void to(const engineio::AcceptChannel& effect) {
        if (auto* connection = find(effect.channel)) connection->accept_channel();
    }

    void to(const engineio::RefuseChannel& effect) {
        if (auto* connection = find(effect.channel)) connection->refuse_channel(effect.response);
    }

    void to(const engineio::SendFrame& effect) {
        auto* connection = find(effect.channel);
        if (connection == nullptr) return;
        auto frame = frame_of(effect);
        if (effect.torn) frame = std::make_shared<const std::string>(frame->substr(0, frame->size() / 2));
        connection->send_frame(std::move(frame), effect.receipt);
        if (effect.torn) connection->reset();
    }

    // Framed and joined once; each connection has it in one piece, at the end of this turn.
    void to(engineio::Broadcast&& effect) {
        std::string joined;
        for (const auto& payload : effect.payloads) joined += frame_message(*payload, false);
        broadcast_.emplace(std::move(effect), kept_.keep(std::move(joined)));
        flush_later();
    }

    void to(const engineio::Confirm& effect) {
        if (auto* connection = find(effect.channel)) connection->confirm(effect.receipt);
    }

    void to(const engineio::CloseChannel& effect) {
        if (auto* connection = find(effect.channel)) connection->close_channel();
    }

    void to(const engineio::BreakChannel& effect) {
        if (auto* connection = find(effect.channel)) connection->break_channel();
    }

    void to(const engineio::DropChannel& effect) {
        if (auto* connection = find(effect.channel)) connection->reset();
    }

    // A broadcast is the same payload again and again: it is framed once.
    SharedBytes frame_of(const engineio::SendFrame& effect) {
        if (effect.payload != framed_payload_ || effect.binary != framed_binary_) {
            framed_payload_ = effect.payload;
            framed_binary_ = effect.binary;
            frame_ = kept_.keep(frame_message(*effect.payload, effect.binary));
        }
        return frame_;
    }

    runtime::Loop& loop_;
    std::size_t max_payload_;
    std::string receive_buffer_;
    net::Listener listener_;
    asio::steady_timer drain_;
    asio::steady_timer release_;
    asio::steady_timer sweep_;
    net::RefusalLog refusals_{"socket"};
    std::deque<std::pair<steady_clock::time_point, std::shared_ptr<TcpConnection>>>
        young_; // hold frames until then
    std::unordered_set<std::shared_ptr<TcpConnection>> connections_;
    std::unordered_map<std::uint64_t, TcpConnection*> numbered_;
    std::uint64_t last_number_ = 0;
    std::optional<std::pair<engineio::Broadcast, SharedBytes>> broadcast_; // of this turn, if it is the last
    bool flush_scheduled_ = false;
    std::vector<std::shared_ptr<TcpConnection>> dirty_;    // of this turn
    std::vector<std::shared_ptr<TcpConnection>> flushing_; // empty but during flush(); keeps its room
    std::vector<engineio::Receipt> written_;
    std::size_t unfinished_bytes_ = 0; // of all connections
    KeptBytes kept_;
    SharedBytes framed_payload_;
    bool framed_binary_ = false;
    SharedBytes frame_;
    std::shared_ptr<const std::map<std::string, std::string>> client_files_;
};

SocketPort::SocketPort(runtime::Loop& loop, std::size_t max_payload)
    : impl_(std::make_unique<Impl>(loop, max_payload)) {}
SocketPort::~SocketPort() = default;

void SocketPort::set_max_payload(std::size_t max_payload) { impl_->set_max_payload(max_payload); }

void SocketPort::set_client_files(std::shared_ptr<const std::map<std::string, std::string>> contents) {
    impl_->set_client_files(std::move(contents));
}

Result<int> SocketPort::listen(const std::string& host, int port) { return impl_->listen(host, port); }

void SocketPort::perform(engineio::WireEffect effect) { impl_->perform(std::move(effect)); }

void SocketPort::drain(std::function<void()> done) { impl_->drain(std::move(done)); }

} // namespace chatmock::transport
