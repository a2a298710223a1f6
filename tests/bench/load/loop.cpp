#include "load/loop.hpp"

#include "load/failure.hpp"

#include <sys/epoll.h>

#include <array>

namespace bench {

namespace {

constexpr std::chrono::seconds patience{120};
constexpr int turn_ms_max = 10; // so that `done` may look at the clock
constexpr int events_a_turn_max = 1024;

} // namespace

Loop::Loop() : epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    if (!epoll_.is_open()) throw system_failure("epoll_create1");
}

void Loop::watch(int descriptor, Reader& reader) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &reader;
    if (epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, descriptor, &event) != 0) throw system_failure("epoll_ctl");
}

void Loop::run_until(const std::function<bool()>& done, const std::function<std::string()>& progress) {
    std::array<epoll_event, events_a_turn_max> events{};
    const auto deadline = Clock::now() + patience;
    while (!done()) {
        const int count = epoll_wait(epoll_.number(), events.data(), events_a_turn_max, turn_ms_max);
        if (count < 0 && errno != EINTR) throw system_failure("epoll_wait");
        for (int i = 0; i < count; ++i)
            static_cast<Reader*>(events.at(static_cast<std::size_t>(i)).data.ptr)->on_readable();
        if (Clock::now() > deadline)
            throw Failure("after " + std::to_string(patience.count()) + " s: " + progress());
    }
}

} // namespace bench
