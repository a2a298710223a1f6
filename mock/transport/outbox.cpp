#include "transport/outbox.hpp"

#include <asio/error.hpp>

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace chatmock::transport {

namespace {

constexpr std::size_t buffers_max = 256; // per system call
constexpr int send_flags = MSG_NOSIGNAL | MSG_DONTWAIT;

iovec buffer_of(const std::string& bytes, std::size_t offset) {
    return {const_cast<char*>(bytes.data()) + offset, bytes.size() - offset}; // the kernel only reads it
}

// The last call's error; a full kernel buffer is not an error.
asio::error_code failure_of_send() {
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return {};
    return {errno, asio::error::get_system_category()};
}

} // namespace

void Outbox::push(SharedBytes bytes) {
    pushed_ += bytes->size();
    queue_.push(std::move(bytes));
}

void Outbox::confirm(engineio::Receipt receipt) { receipts_.push({pushed_, receipt}); }

asio::error_code Outbox::send(const SharedBytes& bytes, engineio::Receipt receipt, int socket,
                              std::vector<engineio::Receipt>& written) {
    const auto count = ::send(socket, bytes->data(), bytes->size(), send_flags);
    if (count == static_cast<ssize_t>(bytes->size())) {
        if (receipt != 0) written.push_back(receipt);
        return {};
    }
    const auto failure = count < 0 ? failure_of_send() : asio::error_code();
    push(bytes);
    if (receipt != 0) confirm(receipt);
    if (count > 0) consume(static_cast<std::size_t>(count));
    return failure;
}

asio::error_code Outbox::write_to(int socket, std::vector<engineio::Receipt>& written) {
    asio::error_code lost;
    while (!queue_.empty()) {
        const auto count = queue_.size() == 1 ? send_one(socket) : send_many(socket);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) lost = failure_of_send();
        if (count >= 0) consume(static_cast<std::size_t>(count));
        if (count < 0 || offset_ > 0) break; // the kernel's buffer is full
    }
    take_due(written); // bytes that were sent count, even if the connection is lost
    return lost;
}

ssize_t Outbox::send_one(int socket) const {
    const auto buffer = buffer_of(*queue_.front(), offset_);
    return ::send(socket, buffer.iov_base, buffer.iov_len, send_flags);
}

ssize_t Outbox::send_many(int socket) const {
    std::array<iovec, buffers_max> buffers{};
    const auto count = std::min(queue_.size(), buffers_max);
    for (std::size_t i = 0; i < count; ++i) buffers[i] = buffer_of(*queue_[i], i == 0 ? offset_ : 0);
    msghdr message{};
    message.msg_iov = buffers.data();
    message.msg_iovlen = count;
    return ::sendmsg(socket, &message, send_flags);
}

void Outbox::consume(std::size_t count) {
    left_ += count;
    offset_ += count;
    while (!queue_.empty() && offset_ >= queue_.front()->size()) {
        offset_ -= queue_.front()->size();
        queue_.pop();
    }
}

void Outbox::take_due(std::vector<engineio::Receipt>& written) {
    for (; !receipts_.empty() && receipts_.front().left <= left_; receipts_.pop())
        written.push_back(receipts_.front().receipt);
}

} // namespace chatmock::transport
