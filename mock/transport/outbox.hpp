// The unsent bytes of one TCP connection: shared buffers in order, with receipts.
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

    // The receipt is due when all earlier bytes are sent.
    void confirm(engineio::Receipt receipt);

    // Equals push(), confirm() for a receipt, and write_to() on an empty outbox, but does not queue bytes
    // that the kernel accepts at once.
    asio::error_code send(const SharedBytes& bytes, engineio::Receipt receipt, int socket,
                          std::vector<engineio::Receipt>& written);

    // Passes as much as possible to the kernel, and appends due receipts to `written`. Fails only if the
    // connection is lost; a full kernel buffer is not an error.
    asio::error_code write_to(int socket, std::vector<engineio::Receipt>& written);

    bool empty() const { return queue_.empty() && receipts_.empty(); }

    // The memory of queued buffers, with overhead: a frame of three bytes takes more than three.
    std::size_t bytes() const {
        constexpr std::size_t overhead_bytes = 64;
        return pushed_ - left_ + overhead_bytes * (queue_.size() + receipts_.size());
    }

private:
    struct DueReceipt {
        std::size_t left = 0; // total of sent bytes at which it is due
        engineio::Receipt receipt = 0;
    };

    ssize_t send_one(int socket) const;
    ssize_t send_many(int socket) const;
    void consume(std::size_t count);
    void take_due(std::vector<engineio::Receipt>& written);

    Fifo<SharedBytes> queue_;
    Fifo<DueReceipt> receipts_;
    std::size_t offset_ = 0; // sent bytes of the first buffer
    std::size_t pushed_ = 0; // total, in bytes
    std::size_t left_ = 0;   // total, in bytes
};

} // namespace chatmock::transport
