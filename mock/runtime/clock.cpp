#include "runtime/clock.hpp"

namespace chatmock::runtime {

namespace {

using std::chrono::floor;
using std::chrono::steady_clock;
using std::chrono::system_clock;

} // namespace

Clock::Clock() : started_at_(floor<Milliseconds>(system_clock::now())), started_(steady_clock::now()) {}

Instant Clock::now() const { return started_at_ + floor<Milliseconds>(steady_clock::now() - started_); }

} // namespace chatmock::runtime
