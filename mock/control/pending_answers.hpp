// Answers that are owed: their requests were read, and nothing is written yet.
#pragma once

#include "base/time.hpp"

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

namespace chatmock::control {

// A thread has one request at a time.
class PendingAnswers {
public:
    // The thread's request was read.
    void begin();

    // The thread's answer was written; nothing happens where it owed none.
    void end();

    // Returns when none is owed, and after `patience` at the latest.
    void wait_for_none(Milliseconds patience);

private:
    std::mutex mutex_;
    std::condition_variable none_;
    std::set<std::thread::id> threads_;
};

} // namespace chatmock::control
