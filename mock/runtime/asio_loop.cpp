#include "runtime/asio_loop.hpp"

#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

namespace chatmock::runtime {

namespace {

class AsioTimer : public Timer {
public:
    explicit AsioTimer(asio::io_context& context) : timer_(context) {}

    // A request whose time has come is still called after Asio's cancellation, so it is asked whether it
    // holds.
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

void AsioLoop::later(std::function<void()> act) { asio::post(context_, std::move(act)); }

std::unique_ptr<Timer> AsioLoop::timer() { return std::make_unique<AsioTimer>(context_); }

void AsioLoop::run() {
    const auto guard = asio::make_work_guard(context_);
    context_.run();
}

void AsioLoop::stop() { context_.stop(); }

} // namespace chatmock::runtime
