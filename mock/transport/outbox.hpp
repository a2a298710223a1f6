// What one TCP connection has yet to write: shared buffers, in order, with whom to tell when they left.
#pragma once

#include "engineio/wire_effect.hpp"

#include <asio/ip/tcp.hpp>

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace chatmock::transport {

using SharedBytes = std::shared_ptr<const std::string>;

class Outbox {
public:
    void push(SharedBytes bytes, std::vector<engineio::Receipt> receipts = {});

    // Hands as much as possible to the kernel; what left whole adds its receipts to `written`.
    // Fails only where the connection is lost; a full kernel buffer is no failure.
    asio::error_code write_to(asio::ip::tcp::socket& socket, std::vector<engineio::Receipt>& written);

    bool empty() const { return queue_.empty(); }
    std::size_t bytes() const { return bytes_; }

private:
    struct Item {
        SharedBytes bytes;
        std::vector<engineio::Receipt> receipts;
    };

    void consume(std::size_t count, std::vector<engineio::Receipt>& written);

    std::deque<Item> queue_;
    std::size_t offset_ = 0; // of the first item's bytes that have left
    std::size_t bytes_ = 0;
};

} // namespace chatmock::transport
