// Ends a measurement: the load client reports the error and exits with 1. It never continues after an error,
// as later figures would be wrong without a sign.
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

// With the system's reason.
inline Failure system_failure(const std::string& what) { return Failure(what + ": " + std::strerror(errno)); }

} // namespace bench
