#include "net/readiness.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>

namespace chatmock::net {

namespace {

int new_set() {
    const int set = epoll_create1(EPOLL_CLOEXEC);
    if (set < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
    return set;
}

// Each change is reported once (`EPOLLET`): a socket that stays ready costs nothing.
epoll_event all_changes(Watched& watched) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLPRI | EPOLLOUT | EPOLLRDHUP | EPOLLET; // failures are always reported
    event.data.ptr = &watched;
    return event;
}

SocketEvents events_of(std::uint32_t events) {
    const auto has = [events](std::uint32_t some) { return (events & some) != 0; };
    constexpr auto failure = EPOLLHUP | EPOLLERR;
    return {has(EPOLLIN | EPOLLPRI | EPOLLRDHUP | failure), has(EPOLLOUT | failure),
            has(EPOLLPRI | EPOLLRDHUP | failure), has(failure)};
}

} // namespace

Readiness::Readiness(asio::io_context& context) : set_(context.get_executor(), new_set()) { wait(); }

std::error_code Readiness::add(int socket, Watched& watched) {
    auto event = all_changes(watched);
    if (epoll_ctl(set_.native_handle(), EPOLL_CTL_ADD, socket, &event) == 0) return {};
    return {errno, std::generic_category()};
}

void Readiness::ask_again(int socket, Watched& watched) {
    auto event = all_changes(watched);
    epoll_ctl(set_.native_handle(), EPOLL_CTL_MOD, socket, &event);
}

void Readiness::remove(const Watched& watched) {
    for (std::size_t i = 0; i < count_; ++i)
        if (events_[i].data.ptr == &watched) events_[i].data.ptr = nullptr;
}

void Readiness::wait() {
    set_.async_wait(asio::posix::descriptor_base::wait_read, [this](const asio::error_code& failure) {
        if (!failure) report();
    });
}

// Further events than fit are reported in the next turn of the loop.
void Readiness::report() {
    const int count = epoll_wait(set_.native_handle(), events_.data(), static_cast<int>(events_.size()), 0);
    count_ = static_cast<std::size_t>(std::max(count, 0));
    for (std::size_t i = 0; i < count_; ++i) {
        auto* const watched = static_cast<Watched*>(events_[i].data.ptr);
        if (watched != nullptr) watched->on_events(events_of(events_[i].events));
    }
    count_ = 0;
    wait();
}

} // namespace chatmock::net
