// Converts measurements to figures.
#pragma once

#include <chrono>

namespace bench {

template <typename Duration>
double milliseconds(Duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

template <typename Duration>
double a_second(double count, Duration duration) {
    return count / std::chrono::duration<double>(duration).count();
}

} // namespace bench
