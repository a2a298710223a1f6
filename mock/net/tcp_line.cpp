#include "net/tcp_line.hpp"

#include <asio/ip/tcp.hpp>

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace chatmock::net {

namespace {

constexpr int send_flags = MSG_NOSIGNAL | MSG_DONTWAIT;

ssize_t send_one(int socket, std::string_view buffer) {
    return ::send(socket, buffer.data(), buffer.size(), send_flags);
}

ssize_t send_many(int socket, const std::string_view* buffers, std::size_t count) {
    std::array<iovec, Line::buffers_max> parts;
    for (std::size_t i = 0; i < count; ++i)
        parts[i] = {const_cast<char*>(buffers[i].data()), buffers[i].size()}; // the kernel only reads it
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = count;
    return ::sendmsg(socket, &message, send_flags);
}

bool would_wait() { return errno == EAGAIN || errno == EWOULDBLOCK; }

// An IPv4 client of a port that also accepts IPv6 is named by its IPv4 address.
std::string address_of(const asio::ip::tcp::endpoint& peer) {
    const auto address = peer.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

std::size_t total_bytes(const std::string_view* buffers, std::size_t count) {
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < count; ++i) bytes += buffers[i].size();
    return bytes;
}

} // namespace

TcpLine::TcpLine(Socket socket, Readiness& readiness)
    : readiness_(readiness), socket_(std::move(socket)),
      watch_failure_(readiness_.add(socket_.descriptor(), *this)) {
    const int on = 1;
    ::setsockopt(socket_.descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

TcpLine::~TcpLine() { close(); }

// The kernel reports room again only after a call has found too little.
Moved TcpLine::send(const std::string_view* buffers, std::size_t count) {
    for (;;) {
        const auto sent = count == 1 ? send_one(socket_.descriptor(), *buffers)
                                     : send_many(socket_.descriptor(), buffers, count);
        const auto bytes = static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
        if (sent >= 0 && bytes == total_bytes(buffers, count)) return {bytes};
        if (sent >= 0 || would_wait()) {
            pending_.writable = false;
            return {bytes};
        }
        if (errno != EINTR) return {0, false, true};
    }
}

// A short read has emptied the kernel's buffer (epoll(7)). An end was perhaps reported with these bytes.
Moved TcpLine::receive(ByteSpan into) {
    for (;;) {
        const auto received = ::recv(socket_.descriptor(), into.data, into.size, MSG_DONTWAIT);
        const auto bytes = static_cast<std::size_t>(std::max<ssize_t>(received, 0));
        if (received == 0) return {0, true};
        if (received > 0 || would_wait()) {
            if (received < 0 || (bytes < into.size && !pending_.cuts_reads)) pending_.readable = false;
            return {bytes};
        }
        if (errno != EINTR) return {0, false, true};
    }
}

void TcpLine::shut_down() { ::shutdown(socket_.descriptor(), SHUT_WR); }

void TcpLine::close() {
    readiness_.remove(*this);
    socket_.close();
    reader_.reset();
    writers_ = {};
    failure_user_.reset();
}

void TcpLine::reset() {
    const linger at_once{1, 0};
    ::setsockopt(socket_.descriptor(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
}

void TcpLine::await_readable(std::shared_ptr<LineUser> user) {
    reader_ = std::move(user);
    ask_again_if(pending_.readable);
}

void TcpLine::await_writable(std::shared_ptr<LineUser> user) {
    writers_.push_back(std::move(user));
    ask_again_if(pending_.writable);
}

void TcpLine::await_failure(std::shared_ptr<LineUser> user) {
    failure_user_ = std::move(user);
    ask_again_if(pending_.failed);
}

// A report that has arrived already does not come again by itself.
void TcpLine::ask_again_if(bool is_pending) {
    if (is_pending) readiness_.ask_again(socket_.descriptor(), *this);
}

// The users own this line, and each may close it.
void TcpLine::on_events(const SocketEvents& events) {
    pending_.readable |= events.readable;
    pending_.writable |= events.writable;
    pending_.cuts_reads |= events.cuts_reads;
    pending_.failed |= events.failed;
    const auto failure_user = pending_.failed ? std::exchange(failure_user_, nullptr) : nullptr;
    std::vector<std::shared_ptr<LineUser>> writers;
    if (pending_.writable) writers.swap(writers_);
    const auto reader = pending_.readable ? std::exchange(reader_, nullptr) : nullptr;
    if (failure_user) failure_user->failed();
    for (const auto& writer : writers)
        if (socket_.is_open()) writer->writable();
    if (reader && socket_.is_open()) reader->readable();
}

std::string TcpLine::peer() const {
    asio::ip::tcp::endpoint peer;
    auto size = static_cast<socklen_t>(peer.capacity());
    if (::getpeername(socket_.descriptor(), peer.data(), &size) != 0) return "an unknown address";
    peer.resize(size);
    return address_of(peer);
}

} // namespace chatmock::net
