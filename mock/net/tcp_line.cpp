#include "net/tcp_line.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <utility>

namespace chatmock::net {

namespace {

using asio::ip::tcp;

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

} // namespace

TcpLine::TcpLine(TcpSocket socket) : socket_(std::move(socket)) {
    asio::error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(tcp::no_delay(true), ignored);
}

Moved TcpLine::send(const std::string_view* buffers, std::size_t count) {
    const int socket = socket_.native_handle();
    for (;;) {
        const auto sent = count == 1 ? send_one(socket, *buffers) : send_many(socket, buffers, count);
        if (sent >= 0) return {static_cast<std::size_t>(sent)};
        if (errno == EAGAIN || errno == EWOULDBLOCK) return {};
        if (errno != EINTR) return {0, false, true};
    }
}

Moved TcpLine::receive(ByteSpan into) {
    asio::error_code failure;
    const auto count = socket_.read_some(asio::buffer(into.data, into.size), failure);
    if (!failure) return {count};
    if (failure == asio::error::eof) return {0, true};
    return {0, false, failure != asio::error::would_block && failure != asio::error::try_again};
}

void TcpLine::shut_down() {
    asio::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void TcpLine::close() {
    asio::error_code ignored;
    socket_.close(ignored);
}

void TcpLine::reset() {
    asio::error_code ignored;
    socket_.set_option(tcp::socket::linger(true, 0), ignored);
    socket_.close(ignored);
}

void TcpLine::await_readable(std::shared_ptr<LineUser> user) {
    socket_.async_wait(tcp::socket::wait_read, [user = std::move(user)](const asio::error_code& failure) {
        if (!failure) user->readable();
    });
}

void TcpLine::await_writable(std::shared_ptr<LineUser> user) {
    socket_.async_wait(tcp::socket::wait_write, [user = std::move(user)](const asio::error_code& failure) {
        if (!failure) user->writable();
    });
}

void TcpLine::await_failure(std::shared_ptr<LineUser> user) {
    socket_.async_wait(tcp::socket::wait_error, [user = std::move(user)](const asio::error_code& failure) {
        if (!failure) user->failed();
    });
}

std::string TcpLine::peer() const {
    asio::error_code failure;
    const auto peer = socket_.remote_endpoint(failure);
    return failure ? "an unknown address" : address_of(peer);
}

} // namespace chatmock::net
