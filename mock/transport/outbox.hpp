// What one TCP connection has yet to write: shared buffers, in order, with whom to tell when they left.
#pragma once

#include "engineio/wire_effect.hpp"
#include "transport/fifo.hpp"

#include <asio/error_code.hpp>

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

namespace chatmock::transport {

using SharedBytes = std::shared_ptr<const std::string>;

class Outbox {
public:
    void push(SharedBytes bytes);

    // The receipt is due when all that was pushed before it has left.
    void confirm(engineio::Receipt receipt);

    // push(), confirm() where there is a receipt, and write_to() of an empty outbox: what the kernel takes at
    // once is never queued.
    asio::error_code send(const SharedBytes& bytes, engineio::Receipt receipt, int socket,
                          std::vector<engineio::Receipt>& written);

    // Hands as much as possible to the kernel; the receipts that are due are added to `written`.
    // Fails only where the connection is lost; a full kernel buffer is no failure.
    asio::error_code write_to(int socket, std::vector<engineio::Receipt>& written);

    bool empty() const { return queue_.empty() && receipts_.empty(); }

    // What waits, and roughly what it costs to keep it: a frame of three bytes takes more than those.
    std::size_t bytes() const {
        constexpr std::size_t overhead_bytes = 64;
        return pushed_ - left_ + overhead_bytes * (queue_.size() + receipts_.size());
    }

private:
    struct DueReceipt {
        std::size_t left = 0; // how many bytes must have left
        engineio::Receipt receipt = 0;
    };

    ssize_t send_one(int socket) const;
    ssize_t send_many(int socket) const;
    void consume(std::size_t count);
    void take_due(std::vector<engineio::Receipt>& written);

    Fifo<SharedBytes> queue_;
    Fifo<DueReceipt> receipts_;
    std::size_t offset_ = 0; // of the first buffer's bytes that have left
    std::size_t pushed_ = 0; // bytes in all
    std::size_t left_ = 0;   // bytes in all
};

} // namespace chatmock::transport
