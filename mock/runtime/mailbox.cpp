#include "runtime/mailbox.hpp"

namespace chatmock::runtime {

namespace {

Error shutting_down() { return {ErrorCode::not_ready, "the server is shutting down"}; }

} // namespace

Result<core::Reply> Mailbox::call(core::Command command, Milliseconds patience,
                                  std::shared_ptr<const core::HttpCall> http) {
    std::unique_lock lock(mutex_);
    if (closed_) return shutting_down();
    if (calls_.size() >= waiting_max) {
        return Error{ErrorCode::overloaded,
                     "at most " + std::to_string(waiting_max) + " calls may wait at a time; try again"};
    }
    const auto ticket = ++last_ticket_;
    Call& call = calls_[ticket];
    post(core::Called{ticket, std::move(command), std::move(http)});
    const auto is_answered = [&call] { return call.reply.has_value(); };
    if (!call.answered.wait_for(lock, patience, is_answered)) {
        post(core::GaveUp{ticket});
        call.answered.wait(lock, is_answered);
    }
    auto reply = std::move(*call.reply);
    calls_.erase(ticket);
    return reply;
}

void Mailbox::post(core::Input input) {
    inputs_.push_back(std::move(input));
    if (inputs_.size() == 1) wake_();
}

std::vector<core::Input> Mailbox::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(inputs_, {});
}

void Mailbox::deliver(core::Answer answer) {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(answer.ticket);
    if (found == calls_.end() || found->second.reply) return;
    found->second.reply.emplace(std::move(answer.reply));
    found->second.answered.notify_one();
}

void Mailbox::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (auto& [ticket, call] : calls_) {
        if (call.reply) continue;
        call.reply.emplace(shutting_down());
        call.answered.notify_one();
    }
}

} // namespace chatmock::runtime
