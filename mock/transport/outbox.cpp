#include "transport/outbox.hpp"

#include <algorithm>

namespace chatmock::transport {

namespace {

constexpr std::size_t buffers_max = 64; // asio writes no more in one call

} // namespace

void Outbox::push(SharedBytes bytes, std::vector<engineio::Receipt> receipts) {
    bytes_ += bytes->size();
    queue_.push_back({std::move(bytes), std::move(receipts)});
}

asio::error_code Outbox::write_to(asio::ip::tcp::socket& socket, std::vector<engineio::Receipt>& written) {
    asio::error_code failure;
    std::vector<asio::const_buffer> buffers;
    while (!queue_.empty() && !failure) {
        buffers.clear();
        for (std::size_t i = 0; i < std::min(queue_.size(), buffers_max); ++i) {
            buffers.push_back(asio::buffer(*queue_[i].bytes));
        }
        buffers.front() += offset_;
        consume(socket.write_some(buffers, failure), written);
    }
    const bool full = failure == asio::error::would_block || failure == asio::error::try_again;
    return full ? asio::error_code() : failure;
}

void Outbox::consume(std::size_t count, std::vector<engineio::Receipt>& written) {
    bytes_ -= count;
    offset_ += count;
    while (!queue_.empty() && offset_ >= queue_.front().bytes->size()) {
        offset_ -= queue_.front().bytes->size();
        const auto& receipts = queue_.front().receipts;
        written.insert(written.end(), receipts.begin(), receipts.end());
        queue_.pop_front();
    }
}

} // namespace chatmock::transport
