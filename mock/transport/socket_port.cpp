#include "transport/socket_port.hpp"

#include "net/refusal_log.hpp"
#include "transport/broadcasts.hpp"
#include "transport/connection_numbers.hpp"
#include "transport/kept_bytes.hpp"
#include "transport/tcp_connection.hpp"

#include <asio/post.hpp>

#include <algorithm>
#include <map>
#include <unordered_set>

namespace chatmock::transport {

namespace {

using asio::ip::tcp;
using std::chrono::steady_clock;

constexpr std::size_t receive_buffer_bytes = 64 * 1024;

// For incomplete requests and WebSocket messages. Above it, the largest are refused.
constexpr std::size_t unfinished_bytes_max = 256 * 1024 * 1024;

constexpr std::chrono::seconds sweep_interval{5};
constexpr std::chrono::milliseconds drain_interval{5};
constexpr std::chrono::milliseconds drain_max{1000};

} // namespace

class SocketPort::Impl : public ConnectionHost {
public:
    explicit Impl(runtime::Loop& loop)
        : loop_(loop), receive_buffer_(receive_buffer_bytes, '\0'),
          listener_(loop.context(), "socket",
                    [this](TcpSocket socket, const tcp::endpoint& peer) { begin(std::move(socket), peer); }),
          drain_(loop.context()), release_(loop.context()), sweep_(loop.context()) {}

    Result<int> listen(const std::string& host, int port) {
        sweep();
        return listener_.listen(host, port);
    }

    void set_client_files(std::shared_ptr<const std::map<std::string, std::string>> contents) {
        client_files_ = std::move(contents);
    }

    template <typename Effect>
    void perform(Effect&& effect) {
        broadcasts_.queue(); // keeps the order of frames
        std::visit([this](auto&& each) { this->to(std::forward<decltype(each)>(each)); },
                   std::forward<Effect>(effect));
    }

    std::size_t unsent_bytes() const { return kept_.amount(); }

    void drain(std::function<void()> done) {
        broadcasts_.queue();
        listener_.close();
        drain_until(steady_clock::now() + drain_max, std::move(done));
    }

    std::uint64_t number(TcpConnection& connection) override { return numbers_.add(connection); }

    void release(std::uint64_t number) override { numbers_.remove(number); }

    void flush_later(TcpConnection& connection) override {
        flush_later();
        dirty_.push_back(connection.shared_from_this());
    }

    void forget(TcpConnection& connection) override { connections_.erase(connection.shared_from_this()); }

    void apply(core::Input input) override { loop_.apply(std::move(input)); }

    core::SocketSettings settings_for(http::Request request) override {
        return loop_.socket_settings(std::move(request));
    }

    void release_frames_later(TcpConnection& connection, Milliseconds delay) override {
        const auto release_at = steady_clock::now() + delay;
        const auto young = young_.emplace(release_at, connection.shared_from_this());
        if (young == young_.begin()) await_release();
    }

    void log_refusal(std::string_view sent, const std::string& remote_address) override {
        refusals_.log(sent, remote_address);
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
        const auto connection = std::make_shared<TcpConnection>(std::move(socket), peer, *this);
        connections_.insert(connection);
        connection->start();
    }

    // Ends requests and connections that take too long, so none keeps its file descriptor forever.
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
        release_.expires_at(young_.begin()->first); // cancels a wait that is still pending
        release_.async_wait([this](const asio::error_code& ended) {
            if (ended) return;
            for (const auto now = steady_clock::now(); !young_.empty() && young_.begin()->first <= now;
                 young_.erase(young_.begin()))
                young_.begin()->second->release_frames();
            if (!young_.empty()) await_release();
        });
    }

    void flush_later() {
        if (std::exchange(flush_scheduled_, true)) return;
        asio::post(loop_.context(), [this] { flush(); });
    }

    void flush() {
        flush_scheduled_ = false;
        broadcasts_.send();
        flushing_.swap(dirty_);
        for (const auto& connection : flushing_) connection->flush();
        flushing_.clear();
        lose_slowest();
        refuse_unfinished();
        if (!written_.empty()) loop_.apply(core::Written{std::exchange(written_, {})});
    }

    // Runs while all connections together queue too many unsent bytes.
    void lose_slowest() {
        while (kept_.are_too_many()) {
            const auto slowest = std::max_element(connections_.begin(), connections_.end(),
                                                  [](const auto& one, const auto& other) {
                                                      return one->bytes_to_write() < other->bytes_to_write();
                                                  });
            if (slowest == connections_.end() || (*slowest)->bytes_to_write() == 0) return;
            const auto connection = *slowest;
            connection->overflow("the client does not read, and the queues of all clients are full");
        }
    }

    // Runs while all connections together hold too many bytes of incomplete requests and messages.
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

    void drain_until(steady_clock::time_point deadline, std::function<void()> done) {
        bool busy = loop_.has_clients_to_notify();
        for (const auto& connection : connections_) busy = busy || connection->is_writing();
        if (!busy || steady_clock::now() >= deadline) return done();
        drain_.expires_after(drain_interval);
        drain_.async_wait([this, deadline, done = std::move(done)](const asio::error_code& ended) mutable {
            if (!ended) drain_until(deadline, std::move(done));
        });
    }

    void to(engineio::Respond&& effect) {
        if (!effect.response.file.empty()) effect.response.body = client_files_->at(effect.response.file);
        if (auto* connection = numbers_.find(effect.exchange)) connection->respond(std::move(effect));
    }

    void to(const engineio::DropExchange& effect) {
        if (auto* connection = numbers_.find(effect.exchange)) connection->reset();
    }

    void to(const engineio::AcceptChannel& effect) {
        if (auto* connection = numbers_.find(effect.channel)) connection->accept_channel();
    }

    void to(const engineio::RefuseChannel& effect) {
        if (auto* connection = numbers_.find(effect.channel)) connection->refuse_channel(effect.response);
    }

    void to(const engineio::SendFrame& effect) {
        auto* connection = numbers_.find(effect.channel);
        if (connection == nullptr) return;
        auto frame = frame_of(effect);
        if (effect.torn) frame = std::make_shared<const std::string>(frame->substr(0, frame->size() / 2));
        connection->send_frame(std::move(frame), effect.receipt);
        if (effect.torn) connection->reset();
    }

    void to(engineio::Broadcast&& effect) {
        broadcasts_.keep(std::move(effect));
        flush_later();
    }

    void to(const engineio::Confirm& effect) {
        if (auto* connection = numbers_.find(effect.channel)) connection->confirm(effect.receipt);
    }

    void to(const engineio::CloseChannel& effect) {
        if (auto* connection = numbers_.find(effect.channel)) connection->close_channel();
    }

    void to(const engineio::BreakChannel& effect) {
        if (auto* connection = numbers_.find(effect.channel)) connection->break_channel();
    }

    void to(const engineio::DropChannel& effect) {
        if (auto* connection = numbers_.find(effect.channel)) connection->reset();
    }

    // A broadcast has the same payload for each channel: it is framed once.
    SharedBytes frame_of(const engineio::SendFrame& effect) {
        if (effect.payload != framed_payload_ || effect.binary != framed_binary_) {
            framed_payload_ = effect.payload;
            framed_binary_ = effect.binary;
            frame_ = kept_.keep(websocket::frame_message(*effect.payload, effect.binary));
        }
        return frame_;
    }

    runtime::Loop& loop_;
    std::string receive_buffer_;
    net::Listener listener_;
    asio::steady_timer drain_;
    asio::steady_timer release_;
    asio::steady_timer sweep_;
    net::RefusalLog refusals_{"socket"};
    std::multimap<steady_clock::time_point, std::shared_ptr<TcpConnection>>
        young_; // hold frames until that time
    std::unordered_set<std::shared_ptr<TcpConnection>> connections_;
    ConnectionNumbers numbers_;
    KeptBytes kept_;
    Broadcasts broadcasts_{kept_, numbers_};
    bool flush_scheduled_ = false;
    std::vector<std::shared_ptr<TcpConnection>> dirty_; // in this turn
    std::vector<std::shared_ptr<TcpConnection>>
        flushing_; // empty outside of flush(); a member to keep its capacity
    std::vector<engineio::Receipt> written_;
    std::size_t unfinished_bytes_ = 0; // for all connections
    SharedBytes framed_payload_;
    bool framed_binary_ = false;
    SharedBytes frame_;
    std::shared_ptr<const std::map<std::string, std::string>> client_files_;
};

SocketPort::SocketPort(runtime::Loop& loop) : impl_(std::make_unique<Impl>(loop)) {}
SocketPort::~SocketPort() = default;

void SocketPort::set_client_files(std::shared_ptr<const std::map<std::string, std::string>> contents) {
    impl_->set_client_files(std::move(contents));
}

Result<int> SocketPort::listen(const std::string& host, int port) { return impl_->listen(host, port); }

void SocketPort::perform(engineio::WireEffect effect) { impl_->perform(std::move(effect)); }

std::size_t SocketPort::unsent_bytes() const { return impl_->unsent_bytes(); }

std::size_t SocketPort::unsent_bytes_most() { return kept_bytes_max; }

void SocketPort::drain(std::function<void()> done) { impl_->drain(std::move(done)); }

} // namespace chatmock::transport
