#include "control/worker_pool.hpp"

namespace chatmock::control {

namespace {

using Enqueued = decltype(std::declval<httplib::TaskQueue&>().enqueue({}));

// Before cpp-httplib 0.14 enqueue() answered nothing.
Enqueued enqueued() { return static_cast<Enqueued>(true); }

} // namespace

auto WorkerPool::enqueue(std::function<void()> task) -> Enqueued {
    {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
        if (tasks_.size() > idle_ && workers_.size() < workers_max_)
            workers_.emplace_back([this] { work(); });
    }
    wake_.notify_one();
    return enqueued();
}

void WorkerPool::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        ++idle_;
        wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
        --idle_;
        if (tasks_.empty()) return;
        const auto task = std::move(tasks_.front());
        tasks_.pop_front();
        lock.unlock();
        task();
        lock.lock();
    }
}

void WorkerPool::shutdown() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (auto& worker : workers_) worker.join();
}

} // namespace chatmock::control
