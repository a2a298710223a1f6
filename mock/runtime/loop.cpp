#include "runtime/loop.hpp"

#include "runtime/memory.hpp"

#include <asio/executor_work_guard.hpp>

namespace chatmock::runtime {

Loop::Loop(core::Sandboxes sandboxes) : sandboxes_(std::move(sandboxes)) {}

void Loop::attach(Wire& wire, Callers& callers) {
    wire_ = &wire;
    callers_ = &callers;
}

void Loop::apply(core::SandboxesInput input) {
    const auto now = clock_.now();
    auto effects = sandboxes_.apply(std::move(input), now);
    for (auto& effect : effects.wire) wire_->perform(std::move(effect));
    for (auto& answer : effects.answers) callers_->answer(std::move(answer), now);
    arm();
    if (effects.memory_freed) give_back_memory();
}

Result<core::SandboxFacts> Loop::enter(std::string_view sandbox) {
    auto facts = sandboxes_.enter(sandbox, clock_.now());
    arm();
    return facts;
}

core::SocketSettings Loop::socket_settings(http::Request request) {
    return sandboxes_.socket_settings(std::move(request));
}

// One timer for all worlds, at their next deadline.
void Loop::arm() {
    const auto deadline = sandboxes_.next_deadline();
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
