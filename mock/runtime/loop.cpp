#include "runtime/loop.hpp"

#include "runtime/memory.hpp"

#include <asio/executor_work_guard.hpp>

namespace chatmock::runtime {

Loop::Loop(core::World world) : world_(std::move(world)) {}

void Loop::attach(Wire& wire, Callers& callers) {
    wire_ = &wire;
    callers_ = &callers;
}

void Loop::apply(const core::Input& input) {
    const auto now = clock_.now();
    auto effects = world_.apply(input, now);
    if (effects.socket_settings) wire_->set(*effects.socket_settings);
    for (auto& effect : effects.wire) wire_->perform(std::move(effect));
    for (auto& answer : effects.answers) callers_->answer(std::move(answer), now);
    arm();
    if (effects.memory_freed) give_back_memory();
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
}

void Loop::stop() { context_.stop(); }

} // namespace chatmock::runtime
