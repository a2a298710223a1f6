#include "runtime/worlds.hpp"

#include "runtime/memory.hpp"

namespace chatmock::runtime {

Worlds::Worlds(Loop& loop, core::Sandboxes sandboxes)
    : loop_(loop), sandboxes_(std::move(sandboxes)), timer_(loop.timer()) {}

void Worlds::attach(Wire& wire, Callers& callers) {
    wire_ = &wire;
    callers_ = &callers;
}

void Worlds::apply(core::SandboxesInput input) {
    const auto now = loop_.now();
    auto effects = sandboxes_.apply(std::move(input), now);
    for (auto& effect : effects.wire) wire_->perform(std::move(effect));
    for (auto& answer : effects.answers) callers_->answer(std::move(answer), now);
    arm();
    if (effects.memory_freed) give_back_memory();
}

Result<std::uint64_t> Worlds::enter(std::string_view sandbox) {
    auto entered = sandboxes_.enter(sandbox, loop_.now());
    arm();
    return entered;
}

core::SocketSettings Worlds::socket_settings(http::Request request) {
    return sandboxes_.socket_settings(std::move(request));
}

// One timer for all worlds, at their next deadline.
void Worlds::arm() {
    const auto deadline = sandboxes_.next_deadline();
    if (deadline == armed_for_) return;
    armed_for_ = deadline;
    if (!deadline) return timer_->cancel();
    timer_->start(*deadline - loop_.now(), [this] {
        armed_for_.reset();
        apply(core::TimePassed{});
    });
}

} // namespace chatmock::runtime
