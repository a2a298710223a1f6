#include "runtime/asio_loop.hpp"

#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

#include <utility>

namespace chatmock::runtime {

namespace {

class AsioTimer : public Timer {
public:
    explicit AsioTimer(asio::io_context& context) : timer_(context) {}

    // Asio still calls a handler that it has queued already, even after cancel(). The weak pointer shows
    // whether its request still holds.
    void start(Milliseconds after, std::function<void()> act) override {
        act_ = std::make_shared<std::function<void()>>(std::move(act));
        timer_.expires_after(after);
        timer_.async_wait([requested = std::weak_ptr(act_)](const asio::error_code& ended) {
            const auto act = requested.lock();
            if (!ended && act) (*act)();
        });
    }

    void cancel() override {
        act_.reset();
        timer_.cancel();
    }

private:
    asio::steady_timer timer_;
    std::shared_ptr<std::function<void()>> act_; // of the last request
};

} // namespace

void AsioLoop::later(std::function<void()> act) {
    later_.push_back(std::move(act));
    if (!std::exchange(is_posted_, true)) asio::post(context_, [this] { run_later(); });
}

// The second round serves what the first one has requested, without a look at the sockets in between: an
// answer that waits for a delivery leaves right after it.
void AsioLoop::run_later() {
    constexpr int rounds = 2;
    for (int round = 0; round < rounds; ++round) {
        for (const auto& act : std::exchange(later_, {})) act();
    }
    is_posted_ = !later_.empty();
    if (is_posted_) asio::post(context_, [this] { run_later(); });
}

std::unique_ptr<Timer> AsioLoop::timer() { return std::make_unique<AsioTimer>(context_); }

void AsioLoop::run() {
    const auto guard = asio::make_work_guard(context_);
    context_.run();
}

void AsioLoop::stop() { context_.stop(); }

} // namespace chatmock::runtime
