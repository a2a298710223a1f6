#include "runtime/asio_loop.hpp"

#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

namespace chatmock::runtime {

namespace {

class AsioTimer : public Timer {
public:
    explicit AsioTimer(asio::io_context& context) : timer_(context) {}

    void start(Milliseconds after, std::function<void()> act) override {
        timer_.expires_after(after);
        timer_.async_wait([act = std::move(act)](const asio::error_code& ended) {
            if (!ended) act();
        });
    }

    void cancel() override { timer_.cancel(); }

private:
    asio::steady_timer timer_;
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
