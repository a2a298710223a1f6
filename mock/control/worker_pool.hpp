// Threads for the control port's requests: made when they are needed, kept for the next ones.
#pragma once

#include <httplib.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace chatmock::control {

// A request that waits holds its thread, so there may be many; an idle server has none.
class WorkerPool : public httplib::TaskQueue {
public:
    explicit WorkerPool(std::size_t workers_max) : workers_max_(workers_max) {}

    auto enqueue(std::function<void()> task)
        -> decltype(std::declval<httplib::TaskQueue&>().enqueue({})) override;

    // Ends when every task has.
    void shutdown() override;

private:
    void work();

    std::size_t workers_max_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> tasks_;
    std::vector<std::thread> workers_;
    std::size_t idle_ = 0;
    bool stopping_ = false;
};

} // namespace chatmock::control
