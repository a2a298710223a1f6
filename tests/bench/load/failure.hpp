// What ends a measurement: the load client tells it and exits with 1. Nothing here goes on after a mistake,
// as a figure that was taken past one would be wrong without showing it.
#pragma once

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace bench {

class Failure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// With the reason that the system has given.
inline Failure system_failure(const std::string& what) { return Failure(what + ": " + std::strerror(errno)); }

} // namespace bench
