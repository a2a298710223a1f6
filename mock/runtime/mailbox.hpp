// Control calls on their way from their threads to the loop: bounded, and the only order there is.
#pragma once

#include "core/input.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace chatmock::runtime {

class Mailbox {
public:
    static constexpr std::size_t waiting_max = 256; // calls that are not answered

    // `wake` is called on the caller's thread when the loop should come and take(); it must not block.
    explicit Mailbox(std::function<void()> wake) : wake_(std::move(wake)) {}

    // Any thread. Blocks until the answer; past `patience` the world is asked to answer as it stands.
    // Fails with `overloaded` when too many wait, and with `not_ready` once closed.
    Result<core::Reply> call(core::Command command, Milliseconds patience,
                             std::shared_ptr<const core::HttpCall> http = {});

    // The loop's thread.
    std::vector<core::Input> take();
    void deliver(core::Answer answer);

    // Answers every call that waits, and refuses further ones.
    void close();

private:
    struct Call {
        std::optional<Result<core::Reply>> reply;
        std::condition_variable answered;
    };

    void post(core::Input input);

    std::function<void()> wake_;
    std::mutex mutex_;
    std::vector<core::Input> inputs_;
    std::map<core::Ticket, Call> calls_;
    core::Ticket last_ticket_ = 0;
    bool closed_ = false;
};

} // namespace chatmock::runtime
