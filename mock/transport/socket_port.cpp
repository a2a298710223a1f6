#include "transport/socket_port.hpp"

#include "transport/broadcasts.hpp"
#include "transport/connection_numbers.hpp"
#include "transport/kept_bytes.hpp"
#include "transport/socket_connection.hpp"

#include <map>

namespace chatmock::transport {

namespace {

// For incomplete requests and WebSocket messages. Above it, the largest are refused.
constexpr std::size_t unfinished_bytes_max = 256 * 1024 * 1024;

} // namespace

class SocketPort::Impl : public ConnectionHost {
public:
    explicit Impl(Mock mock) : mock_(std::move(mock)) {}

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

    std::unique_ptr<net::Protocol> serve(net::ServerConnection& connection) {
        return std::make_unique<SocketConnection>(connection, *this);
    }

    void attach(net::PortServer& server) { server_ = &server; }

    void turn_ends() { broadcasts_.send(*server_); }

    void turn_ended(std::vector<net::Receipt> written) {
        frame_.reset();
        framed_payload_.reset();
        lose_slowest();
        refuse_unfinished();
        if (!written.empty()) mock_.apply(core::Written{std::move(written)});
    }

    bool has_more_to_write() const { return !broadcasts_.empty() || mock_.has_clients_to_notify(); }

    std::uint64_t number(net::ServerConnection& connection) override { return numbers_.add(connection); }

    void release(std::uint64_t number) override { numbers_.remove(number); }

    void apply(core::Input input) override { mock_.apply(std::move(input)); }

    core::SocketSettings settings_for(http::Request request) override {
        return mock_.settings_for(std::move(request));
    }

    void count_unfinished(std::size_t before, std::size_t after) override {
        unfinished_bytes_ += after - before;
        if (unfinished_bytes_ > unfinished_bytes_max) server_->end_turn_later();
    }

    SharedBytes keep(std::string bytes) override { return kept_.keep(std::move(bytes)); }

private:
    // Runs while all connections together queue too many unsent bytes.
    void lose_slowest() {
        while (kept_.are_too_many()) {
            auto* const slowest = largest(&SocketConnection::bytes_to_write);
            if (slowest == nullptr || slowest->bytes_to_write() == 0) return;
            slowest->overflow("the client does not read, and the queues of all clients are full");
        }
    }

    // Runs while all connections together hold too many bytes of incomplete requests and messages.
    void refuse_unfinished() {
        while (unfinished_bytes_ > unfinished_bytes_max)
            largest(&SocketConnection::unfinished_bytes)->refuse_unfinished();
    }

    // Null if there is no connection.
    SocketConnection* largest(std::size_t (SocketConnection::*bytes)() const) const {
        SocketConnection* found = nullptr;
        server_->visit([&found, bytes](net::Protocol& protocol) {
            auto& each = static_cast<SocketConnection&>(protocol); // serve() makes no other
            if (found == nullptr || (each.*bytes)() > (found->*bytes)()) found = &each;
        });
        return found;
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
        server_->end_turn_later();
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

    // An event has the same payload for each of its channels: in one turn it is framed once.
    SharedBytes frame_of(const engineio::SendFrame& effect) {
        if (effect.payload != framed_payload_ || effect.binary != framed_binary_) {
            framed_payload_ = effect.payload;
            framed_binary_ = effect.binary;
            frame_ = kept_.keep(websocket::frame_message(*effect.payload, effect.binary));
        }
        return frame_;
    }

    Mock mock_;
    net::PortServer* server_ = nullptr;
    ConnectionNumbers numbers_;
    KeptBytes kept_;
    Broadcasts broadcasts_{kept_, numbers_};
    std::size_t unfinished_bytes_ = 0; // for all connections
    SharedBytes framed_payload_;
    bool framed_binary_ = false;
    SharedBytes frame_;
    std::shared_ptr<const std::map<std::string, std::string>> client_files_;
};

SocketPort::SocketPort(Mock mock) : impl_(std::make_unique<Impl>(std::move(mock))) {}
SocketPort::~SocketPort() = default;

void SocketPort::set_client_files(std::shared_ptr<const std::map<std::string, std::string>> contents) {
    impl_->set_client_files(std::move(contents));
}

void SocketPort::perform(engineio::WireEffect effect) { impl_->perform(std::move(effect)); }

std::size_t SocketPort::unsent_bytes() const { return impl_->unsent_bytes(); }

std::size_t SocketPort::unsent_bytes_most() { return kept_bytes_max; }

std::unique_ptr<net::Protocol> SocketPort::serve(net::ServerConnection& connection) {
    return impl_->serve(connection);
}

void SocketPort::attach(net::PortServer& server) { impl_->attach(server); }

void SocketPort::turn_ends() { impl_->turn_ends(); }

void SocketPort::turn_ended(std::vector<net::Receipt> written) { impl_->turn_ended(std::move(written)); }

bool SocketPort::has_more_to_write() const { return impl_->has_more_to_write(); }

} // namespace chatmock::transport
