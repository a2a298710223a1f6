#include "net/sender_threads.hpp"

#include "support/catch.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

namespace chatmock::net {

namespace {

constexpr std::chrono::seconds patience{60};

// The threads that send. The first ones wait until there are as many as expected.
class Meeting {
public:
    explicit Meeting(std::size_t expected) : expected_(expected) {}

    void join() {
        std::unique_lock lock(mutex_);
        if (threads_.insert(std::this_thread::get_id()).second) changed_.notify_all();
        changed_.wait_for(lock, patience, [this] { return threads_.size() >= expected_; });
    }

    std::size_t size() const { return threads_.size(); }

private:
    const std::size_t expected_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::set<std::thread::id> threads_;
};

// Takes `room` bytes of each call.
class CountingLine final : public Line {
public:
    CountingLine(Meeting& meeting, std::size_t room) : meeting_(meeting), room_(room) {}

    Moved send(const std::string_view* buffers, std::size_t count) override {
        meeting_.join();
        ++sends;
        return {count == 1 ? std::min(room_, buffers->size()) : 0};
    }
    Moved receive(ByteSpan) override { return {}; }
    void shut_down() override {}
    void close() override {}
    void reset() override {}
    void await_readable(std::shared_ptr<LineUser>) override {}
    void await_writable(std::shared_ptr<LineUser>) override {}
    void await_failure(std::shared_ptr<LineUser>) override {}
    std::string peer() const override { return ""; }

    int sends = 0;

private:
    Meeting& meeting_;
    std::size_t room_;
};

} // namespace

TEST_CASE("threads share a large broadcast, and each line is sent to once", "[net]") {
    SenderThreads senders;
    const bool has_processors = std::thread::hardware_concurrency() > 1;
    for (const std::size_t count : {0, 1, 17, 3000}) {
        CAPTURE(count);
        const auto is_shared = has_processors && count >= senders.lines_min();
        Meeting meeting(is_shared ? 2 : 1);
        std::vector<std::unique_ptr<CountingLine>> owned;
        std::vector<Line*> lines;
        for (std::size_t i = 0; i < count; ++i) {
            owned.push_back(std::make_unique<CountingLine>(meeting, i % 7));
            lines.push_back(i % 5 == 4 ? nullptr : owned.back().get());
        }
        const auto moved = senders.send(lines, "bytes");
        REQUIRE(moved.size() == count);
        CHECK(meeting.size() >= (count == 0 ? 0 : is_shared ? 2 : 1));
        for (std::size_t i = 0; i < count; ++i) {
            REQUIRE(owned[i]->sends == (lines[i] == nullptr ? 0 : 1));
            REQUIRE(moved[i].bytes == (lines[i] == nullptr ? 0 : std::min<std::size_t>(i % 7, 5)));
        }
    }
}

TEST_CASE("one processor sends alone", "[net]") {
    const SenderThreads senders;
    const bool has_processors = std::thread::hardware_concurrency() > 1;
    CHECK((senders.lines_min() < 10000) == has_processors);
}

} // namespace chatmock::net
