#include "transport/socket_port.hpp"

#include "transport/tcp_connection.hpp"

#include <asio/post.hpp>
#include <spdlog/spdlog.h>

#include <array>
#include <unordered_map>
#include <unordered_set>

namespace chatmock::transport {

namespace {

using asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;
using std::chrono::steady_clock;

constexpr std::size_t receive_buffer_bytes = 64 * 1024;
constexpr std::chrono::seconds sweep_interval{5};
constexpr std::chrono::seconds idle_max{75};    // between two requests of a connection
constexpr int accepts_max = 64;                 // in one turn of the loop
constexpr std::chrono::seconds accept_pause{1}; // when there are no file descriptors left
constexpr std::chrono::milliseconds drain_interval{5};
constexpr std::chrono::milliseconds drain_max{1000};

} // namespace

class SocketPort::Impl : public ConnectionHost {
public:
    Impl(runtime::Loop& loop, std::size_t max_payload)
        : loop_(loop), max_payload_(max_payload), receive_buffer_(receive_buffer_bytes, '\0'),
          acceptor_(loop.context()), pause_(loop.context()), drain_(loop.context()), sweep_(loop.context()) {}

    Result<int> listen(const std::string& host, int port) {
        asio::error_code failure;
        tcp::resolver resolver(loop_.context());
        const auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::passive, failure);
        if (failure) return unavailable(host, port, failure);
        const tcp::endpoint endpoint = *found.begin();
        acceptor_.open(endpoint.protocol(), failure);
        if (!failure) acceptor_.set_option(Acceptor::reuse_address(true), failure);
        if (!failure) acceptor_.bind(endpoint, failure);
        if (!failure) acceptor_.listen(Acceptor::max_listen_connections, failure);
        if (!failure) acceptor_.non_blocking(true, failure);
        if (failure) return unavailable(host, port, failure);
        accept();
        sweep();
        return acceptor_.local_endpoint().port();
    }

    void set_max_payload(std::size_t max_payload) { max_payload_ = max_payload; }

    template <typename Effect>
    void perform(Effect&& effect) {
        queue_broadcast(); // nothing overtakes it
        std::visit([this](auto&& each) { this->to(std::forward<decltype(each)>(each)); },
                   std::forward<Effect>(effect));
    }

    void drain(std::function<void()> done) {
        queue_broadcast();
        asio::error_code ignored;
        acceptor_.close(ignored);
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

    std::vector<engineio::Receipt>& written() override { return written_; }

    std::string& receive_buffer() override { return receive_buffer_; }

private:
    static Error unavailable(const std::string& host, int port, const asio::error_code& failure) {
        return {ErrorCode::port_unavailable, "the socket port cannot listen on " + host + ":" +
                                                 std::to_string(port) + ": " + failure.message()};
    }

    void accept() {
        acceptor_.async_wait(Acceptor::wait_read, [this](const asio::error_code& failure) {
            if (!failure) accept_waiting();
        });
    }

    // All that wait, but then it is the others' turn.
    void accept_waiting() {
        asio::error_code failure;
        for (int i = 0; i < accepts_max && !failure; ++i) {
            tcp::endpoint peer;
            auto socket = acceptor_.accept(peer, failure);
            if (!failure) begin(std::move(socket), peer);
        }
        if (!failure || failure == asio::error::would_block) return accept();
        spdlog::warn("no connection could be accepted: {}{}", failure.message(),
                     failure == asio::error::no_descriptors ? "; `ulimit -n` says how many" : "");
        pause_.expires_after(accept_pause);
        pause_.async_wait([this](const asio::error_code& ended) {
            if (!ended) accept();
        });
    }

    void begin(TcpSocket socket, const tcp::endpoint& peer) {
        const auto connection = std::make_shared<TcpConnection>(std::move(socket), peer, *this, max_payload_);
        connections_.insert(connection);
        connection->start();
    }

    // Connections that nobody uses any more do not keep their file descriptors.
    void sweep() {
        sweep_.expires_after(sweep_interval);
        sweep_.async_wait([this](const asio::error_code& ended) {
            if (ended) return;
            const auto stale_before = steady_clock::now() - idle_max;
            std::vector<std::shared_ptr<TcpConnection>> stale;
            for (const auto& connection : connections_) {
                if (connection->is_idle() && connection->last_active() < stale_before)
                    stale.push_back(connection);
            }
            for (const auto& connection : stale) connection->lose();
            sweep();
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
        if (!written_.empty()) loop_.apply(core::Written{std::exchange(written_, {})});
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
        bool busy = false;
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
        for (const auto& payload : effect.payloads) joined += *frame_message(*payload, false);
        broadcast_.emplace(std::move(effect), std::make_shared<const std::string>(std::move(joined)));
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
            frame_ = frame_message(*effect.payload, effect.binary);
        }
        return frame_;
    }

    runtime::Loop& loop_;
    std::size_t max_payload_;
    std::string receive_buffer_;
    Acceptor acceptor_;
    asio::steady_timer pause_;
    asio::steady_timer drain_;
    asio::steady_timer sweep_;
    std::unordered_set<std::shared_ptr<TcpConnection>> connections_;
    std::unordered_map<std::uint64_t, TcpConnection*> numbered_;
    std::uint64_t last_number_ = 0;
    std::optional<std::pair<engineio::Broadcast, SharedBytes>> broadcast_; // of this turn, if it is the last
    bool flush_scheduled_ = false;
    std::vector<std::shared_ptr<TcpConnection>> dirty_;    // of this turn
    std::vector<std::shared_ptr<TcpConnection>> flushing_; // empty but during flush(); keeps its room
    std::vector<engineio::Receipt> written_;
    SharedBytes framed_payload_;
    bool framed_binary_ = false;
    SharedBytes frame_;
};

SocketPort::SocketPort(runtime::Loop& loop, std::size_t max_payload)
    : impl_(std::make_unique<Impl>(loop, max_payload)) {}
SocketPort::~SocketPort() = default;

void SocketPort::set_max_payload(std::size_t max_payload) { impl_->set_max_payload(max_payload); }

Result<int> SocketPort::listen(const std::string& host, int port) { return impl_->listen(host, port); }

void SocketPort::perform(engineio::WireEffect effect) { impl_->perform(std::move(effect)); }

void SocketPort::drain(std::function<void()> done) { impl_->drain(std::move(done)); }

} // namespace chatmock::transport
