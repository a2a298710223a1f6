#include "net/listener.hpp"

#include "net/served_port.hpp"

#include <asio/ip/v6_only.hpp>
#include <spdlog/spdlog.h>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace chatmock::net {

namespace {

using asio::ip::tcp;

constexpr int accepts_max = 64;                 // per turn of the loop
constexpr std::chrono::seconds accept_pause{1}; // after a failure that would repeat at once
constexpr std::chrono::seconds warning_pause{1};
constexpr int free_port_attempts_max = 100;

// True if the machine lacks this address; another one of the host may exist.
bool is_missing_address(const asio::error_code& failure) {
    return failure == asio::error::address_family_not_supported ||
           failure == asio::error_code(EADDRNOTAVAIL, asio::error::get_system_category());
}

// True if the client left before it was accepted; other clients may wait.
bool is_of_client(const asio::error_code& failure) {
    return failure == asio::error::connection_aborted || failure == asio::error::interrupted ||
           failure == asio::error_code(EPROTO, asio::error::get_system_category());
}

asio::error_code last_failure() { return {errno, asio::error::get_system_category()}; }

// With the limit that the failure is about.
std::string reason_of(const asio::error_code& failure) {
    if (failure == asio::error::no_descriptors) return failure.message() + "; `ulimit -n` says how many";
    if (failure == std::errc::no_space_on_device) // of epoll_ctl(2)
        return "the system watches no more sockets; `sysctl fs.epoll.max_user_watches` says how many";
    return failure.message();
}

Socket accepted_by(int acceptor) {
    return Socket(::accept4(acceptor, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

} // namespace

// Closing with unread bytes would reset the connection before the client reads the answer.
void turn_away(const Socket& client, std::string_view why) {
    const auto answer = turned_away(why);
    std::array<char, 16 * 1024> unread;
    (void)::send(client.descriptor(), answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    (void)::recv(client.descriptor(), unread.data(), unread.size(), MSG_DONTWAIT);
}

Listener::Listener(asio::io_context& context, std::string name, Accepted accepted)
    : context_(context), name_(std::move(name)), accepted_(std::move(accepted)) {
    hold_spare();
}

Result<int> Listener::listen(const std::string& host, int port) {
    asio::error_code failure;
    const auto endpoints = resolve(host, port, failure);
    for (int i = 0; i < free_port_attempts_max && acceptors_.empty() && !endpoints.empty(); ++i) {
        failure = open_all(endpoints);
        if (port != 0 || failure != asio::error::address_in_use) break;
    }
    if (acceptors_.empty()) {
        return unavailable(name_, host, port, failure.message(), failure == asio::error::address_in_use);
    }
    for (std::size_t i = 0; i < acceptors_.size(); ++i) {
        pauses_.emplace_back(context_);
        wait(i);
    }
    return acceptors_.front().local_endpoint().port();
}

Listener::Endpoints Listener::resolve(const std::string& host, int port, asio::error_code& failure) const {
    tcp::resolver resolver(context_);
    Endpoints endpoints;
    for (const auto& entry : resolver.resolve(host, std::to_string(port), tcp::resolver::passive, failure)) {
        const tcp::endpoint endpoint = entry;
        if (std::find(endpoints.begin(), endpoints.end(), endpoint) == endpoints.end())
            endpoints.push_back(endpoint);
    }
    return endpoints;
}

// Opens all endpoints with the same port, or none; skips addresses that the machine lacks.
asio::error_code Listener::open_all(Endpoints endpoints) {
    asio::error_code missing;
    for (auto& endpoint : endpoints) {
        if (!acceptors_.empty()) endpoint.port(acceptors_.front().local_endpoint().port());
        const auto failure = open(endpoint, endpoints.size() > 1);
        if (is_missing_address(failure)) {
            missing = failure;
        } else if (failure) {
            acceptors_.clear();
            return failure;
        }
    }
    return acceptors_.empty() ? missing : asio::error_code();
}

asio::error_code Listener::open(const tcp::endpoint& endpoint, bool is_one_of_several) {
    asio::error_code failure;
    Acceptor acceptor(context_.get_executor());
    acceptor.open(endpoint.protocol(), failure);
    if (!failure) acceptor.set_option(Acceptor::reuse_address(true), failure);
    if (!failure && is_one_of_several && endpoint.protocol() == tcp::v6())
        acceptor.set_option(asio::ip::v6_only(true),
                            failure); // otherwise `::` would take the IPv4 port of the others
    if (!failure) acceptor.bind(endpoint, failure);
    if (!failure) acceptor.listen(Acceptor::max_listen_connections, failure);
    if (!failure) acceptor.non_blocking(true, failure);
    if (!failure) acceptors_.push_back(std::move(acceptor));
    return failure;
}

void Listener::close() {
    asio::error_code ignored;
    for (auto& acceptor : acceptors_) acceptor.close(ignored);
    for (auto& timer : pauses_) timer.cancel();
}

void Listener::wait(std::size_t acceptor) {
    acceptors_[acceptor].async_wait(Acceptor::wait_read, [this, acceptor](const asio::error_code& failure) {
        if (!failure) accept_waiting(acceptor);
    });
}

// Accepts waiting clients, a limited number per turn of the loop.
void Listener::accept_waiting(std::size_t acceptor) {
    for (int i = 0; i < accepts_max; ++i) {
        Socket socket = accepted_by(acceptors_[acceptor].native_handle());
        const auto failure = socket.is_open() ? asio::error_code() : last_failure();
        if (!failure) accepted_(std::move(socket));
        else if (failure == asio::error::would_block) break;
        else if (!is_of_client(failure)) {
            warn(failure);
            if (failure != asio::error::no_descriptors || !refuse_one(acceptor)) return pause(acceptor);
        }
    }
    wait(acceptor);
}

void Listener::pause(std::size_t acceptor) {
    pauses_[acceptor].expires_after(accept_pause);
    pauses_[acceptor].async_wait([this, acceptor](const asio::error_code& ended) {
        if (!ended) wait(acceptor);
    });
}

// A client in the kernel's queue would not learn the reason. True if one was refused.
bool Listener::refuse_one(std::size_t acceptor) {
    if (!spare_.is_open()) return false;
    spare_.close();
    auto client = accepted_by(acceptors_[acceptor].native_handle());
    const bool is_accepted = client.is_open();
    if (is_accepted) turn_away(client, "the server has no file descriptor left for it");
    client.close();
    hold_spare();
    return is_accepted;
}

void Listener::hold_spare() { spare_ = Socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)); }

void Listener::warn(const asio::error_code& failure) {
    const auto now = std::chrono::steady_clock::now();
    if (now < warned_at_ + warning_pause) return;
    warned_at_ = now;
    spdlog::warn("no connection could be accepted: {}", reason_of(failure));
}

} // namespace chatmock::net
