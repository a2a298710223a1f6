#include "control/pending_answers.hpp"

namespace chatmock::control {

void PendingAnswers::begin() {
    const std::lock_guard lock(mutex_);
    threads_.insert(std::this_thread::get_id());
}

void PendingAnswers::end() {
    const std::lock_guard lock(mutex_);
    threads_.erase(std::this_thread::get_id());
    if (threads_.empty()) none_.notify_all();
}

void PendingAnswers::wait_for_none(Milliseconds patience) {
    std::unique_lock lock(mutex_);
    none_.wait_for(lock, patience, [this] { return threads_.empty(); });
}

} // namespace chatmock::control
