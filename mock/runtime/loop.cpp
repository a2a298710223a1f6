#include "runtime/loop.hpp"

#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>

namespace chatmock::runtime {

Loop::Loop(core::World world)
    : world_(std::move(world)), mailbox_([this] { asio::post(context_, [this] { take_mail(); }); }) {}

void Loop::apply(const core::Input& input) {
    auto effects = world_.apply(input, clock_.now());
    for (auto& effect : effects.wire) wire_->perform(std::move(effect));
    for (auto& answer : effects.answers) mailbox_.deliver(std::move(answer));
    arm();
}

void Loop::take_mail() {
    for (const auto& input : mailbox_.take()) apply(input);
}

// One timer for the whole world, at its next deadline.
void Loop::arm() {
    const auto deadline = world_.next_deadline();
    if (deadline == armed_for_) return;
    armed_for_ = deadline;
    if (!deadline) {
        timer_.cancel();
        return;
    }
    timer_.expires_after(*deadline - clock_.now());
    timer_.async_wait([this](const asio::error_code& failure) {
        if (failure) return;
        armed_for_.reset();
        apply(core::TimePassed{});
    });
}

void Loop::run() {
    const auto guard = asio::make_work_guard(context_);
    context_.run();
    mailbox_.close();
}

void Loop::stop() { context_.stop(); }

} // namespace chatmock::runtime
