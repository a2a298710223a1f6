#include "app/cli/interruption.hpp"

#include <cerrno>
#include <chrono>
#include <csignal> // also pthread_sigmask() and sigwait()
#include <cstdlib>
#include <ctime>
#include <mutex>
#include <thread>

namespace chatmock::app {

namespace {

// With a verb that was asked to end. A sanitizer looks for leaks at the end, which takes seconds.
#ifdef CHATMOCK_SANITIZED
constexpr std::chrono::milliseconds patience{3000};
#else
constexpr std::chrono::milliseconds patience{900};
#endif

// Never destroyed: the thread that waits for signals may outlive main().
struct Watch {
    sigset_t signals{};
    std::mutex mutex;
    std::function<void()> asked;
};

Watch& watch() {
    static Watch& only = *new Watch;
    return only;
}

// Ends by the signal itself, so that a shell sees it. Process 1 ignores the signal, so it exits.
[[noreturn]] void end_by(int signal) {
    std::signal(signal, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &watch().signals, nullptr);
    std::raise(signal);
    constexpr int shell_offset = 128;
    std::_Exit(shell_offset + signal);
}

bool ask_verb() {
    const std::lock_guard lock(watch().mutex);
    if (!watch().asked) return false;
    watch().asked();
    return true;
}

// Until another signal or the end of the patience. A debugger, or a sanitizer that stops all threads, ends a
// call of sigtimedwait() early.
void wait_for_another() {
    using std::chrono::duration_cast;
    using std::chrono::seconds;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        const std::chrono::nanoseconds left = deadline - std::chrono::steady_clock::now();
        if (left.count() <= 0) return;
        const auto whole = duration_cast<seconds>(left);
        const timespec time{whole.count(), (left - whole).count()};
        if (sigtimedwait(&watch().signals, nullptr, &time) != -1 || errno != EINTR) return;
    }
}

void wait_for_signals() {
    int signal = 0;
    while (sigwait(&watch().signals, &signal) != 0) {
    }
    if (ask_verb()) wait_for_another();
    end_by(signal);
}

} // namespace

void watch_for_interruptions() {
    auto& signals = watch().signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::thread(wait_for_signals).detach();
}

Interruption::Interruption(std::function<void()> asked) {
    const std::lock_guard lock(watch().mutex);
    watch().asked = std::move(asked);
}

Interruption::~Interruption() {
    const std::lock_guard lock(watch().mutex);
    watch().asked = nullptr;
}

} // namespace chatmock::app
