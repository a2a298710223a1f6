#include "net/sender_threads.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <functional>
#include <limits>
#include <system_error>
#include <thread>

namespace chatmock::net {

namespace {

constexpr std::size_t lines_of_thread_min = 256; // fewer are sent in the time that a thread takes to start
constexpr std::size_t threads_max = 4;           // with this one
constexpr std::size_t share = 16;                // lines that a thread takes at a time

// Signals are for the loop's thread.
class SignalsBlocked {
public:
    SignalsBlocked() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    sigset_t before_;
};

std::size_t processors() {
    static const std::size_t count = std::max(1U, std::thread::hardware_concurrency());
    return count;
}

// Threads that the system does not start are not needed: the others take their share.
std::vector<std::thread> helpers(std::size_t count, const std::function<void()>& work) {
    const SignalsBlocked blocked;
    std::vector<std::thread> threads;
    threads.reserve(count);
    try {
        while (threads.size() < count) threads.emplace_back(work);
    } catch (const std::system_error&) {
    }
    return threads;
}

} // namespace

std::size_t SenderThreads::lines_min() const {
    return processors() > 1 ? 2 * lines_of_thread_min : std::numeric_limits<std::size_t>::max();
}

std::vector<Moved> SenderThreads::send(const std::vector<Line*>& lines, std::string_view bytes) {
    std::vector<Moved> moved(lines.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (auto begin = next.fetch_add(share); begin < lines.size(); begin = next.fetch_add(share)) {
            const auto end = std::min(begin + share, lines.size());
            for (auto i = begin; i < end; ++i)
                if (lines[i] != nullptr) moved[i] = lines[i]->send(&bytes, 1);
        }
    };
    const auto threads = std::min({processors(), threads_max, lines.size() / lines_of_thread_min + 1});
    auto helping = helpers(threads - 1, work);
    work();
    for (auto& thread : helping) thread.join();
    return moved;
}

} // namespace chatmock::net
