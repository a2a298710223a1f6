#include "core/time/timers.hpp"
#include "support/catch.hpp"

using namespace chatmock;
using namespace chatmock::core;

namespace {

TimerKey connection(std::uint64_t id) { return {TimerKey::Kind::connection, id}; }
Instant at(int ms) { return Instant(Milliseconds(ms)); }

} // namespace

TEST_CASE("timers fire by deadline, then by insertion", "[core]") {
    Timers timers;
    timers.set(connection(3), at(20));
    timers.set(connection(2), at(10));
    timers.set(connection(1), at(10));
    CHECK(timers.next() == at(10));
    CHECK(timers.take_due(at(30))->first == connection(2));
    CHECK(timers.take_due(at(30))->first == connection(1));
    CHECK(timers.take_due(at(30))->first == connection(3));
    CHECK(timers.take_due(at(30)) == std::nullopt);
}

TEST_CASE("a timer is not due before its deadline", "[core]") {
    Timers timers;
    timers.set(connection(1), at(10));
    CHECK(timers.take_due(at(9)) == std::nullopt);
    CHECK(timers.take_due(at(10))->second == at(10));
}

TEST_CASE("a key has one deadline: the last that was set", "[core]") {
    Timers timers;
    timers.set(connection(1), at(10));
    timers.set(connection(1), at(50));
    CHECK(timers.next() == at(50));
    timers.set(connection(1), std::nullopt);
    CHECK(timers.next() == std::nullopt);
}

TEST_CASE("setting the deadline that a key has keeps its place", "[core]") {
    Timers timers;
    timers.set(connection(1), at(10));
    timers.set(connection(2), at(10));
    timers.set(connection(1), at(10));
    CHECK(timers.take_due(at(10))->first == connection(1));
}
