#include "net/connection/outbox.hpp"

#include <algorithm>
#include <array>

namespace chatmock::net {

void Outbox::push(SharedBytes bytes) {
    if (bytes->empty()) return;
    pushed_ += bytes->size();
    queue_.push(std::move(bytes));
}

void Outbox::confirm(Receipt receipt) { receipts_.push({pushed_, receipt}); }

bool Outbox::sent(const SharedBytes& bytes, Receipt receipt, Moved moved, std::vector<Receipt>& written) {
    if (moved.bytes == bytes->size()) {
        if (receipt != 0) written.push_back(receipt);
        return true;
    }
    push(bytes);
    if (receipt != 0) confirm(receipt);
    consume(moved.bytes);
    return !moved.is_lost;
}

bool Outbox::write_to(Line& line, std::vector<Receipt>& written) {
    Moved moved;
    while (!queue_.empty()) {
        moved = send_front(line);
        consume(moved.bytes);
        if (moved.bytes == 0 || offset_ > 0) break; // the line has to wait, or is lost
    }
    take_due(written); // bytes that were sent count, even if the line is lost
    return !moved.is_lost;
}

Moved Outbox::send_front(Line& line) const {
    const std::string_view first = std::string_view(*queue_.front()).substr(offset_);
    if (queue_.size() == 1) return line.send(&first, 1);
    std::array<std::string_view, Line::buffers_max> buffers;
    const auto count = std::min(queue_.size(), buffers.size());
    buffers[0] = first;
    for (std::size_t i = 1; i < count; ++i) buffers[i] = *queue_[i];
    return line.send(buffers.data(), count);
}

void Outbox::consume(std::size_t count) {
    left_ += count;
    offset_ += count;
    while (!queue_.empty() && offset_ >= queue_.front()->size()) {
        offset_ -= queue_.front()->size();
        queue_.pop();
    }
}

void Outbox::take_due(std::vector<Receipt>& written) {
    for (; !receipts_.empty() && receipts_.front().left <= left_; receipts_.pop())
        written.push_back(receipts_.front().receipt);
}

} // namespace chatmock::net
