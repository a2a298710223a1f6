// The unsent bytes of one connection: shared buffers in order, with receipts.
#pragma once

#include "net/connection/fifo.hpp"
#include "net/connection/line.hpp"
#include "net/connection/protocol.hpp"

#include <vector>

namespace chatmock::net {

class Outbox {
public:
    void push(SharedBytes bytes);

    // The receipt is due when all earlier bytes are sent.
    void confirm(Receipt receipt);

    // For an empty outbox, after the line has sent `moved.bytes` of the bytes: queues the rest, with the
    // receipt. Without a rest, appends the receipt to `written`. False if the line is lost.
    bool sent(const SharedBytes& bytes, Receipt receipt, Moved moved, std::vector<Receipt>& written);

    // Passes as much as possible to the line, and appends due receipts to `written`. False if the line is
    // lost; one that has to wait is not.
    bool write_to(Line& line, std::vector<Receipt>& written);

    bool empty() const { return queue_.empty() && receipts_.empty(); }

    // The memory of queued buffers, with overhead: a frame of three bytes takes more than three.
    std::size_t bytes() const {
        constexpr std::size_t overhead_bytes = 64;
        return pushed_ - left_ + overhead_bytes * (queue_.size() + receipts_.size());
    }

private:
    struct DueReceipt {
        std::size_t left = 0; // total of sent bytes at which it is due
        Receipt receipt = 0;
    };

    Moved send_front(Line& line) const;
    void consume(std::size_t count);
    void take_due(std::vector<Receipt>& written);

    Fifo<SharedBytes> queue_;
    Fifo<DueReceipt> receipts_;
    std::size_t offset_ = 0; // sent bytes of the first buffer
    std::size_t pushed_ = 0; // total, in bytes
    std::size_t left_ = 0;   // total, in bytes
};

} // namespace chatmock::net
