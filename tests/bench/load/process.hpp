// A child process that ends with its owner, and with this process in any case.
#pragma once

#include "load/descriptor.hpp"

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace bench {

class Process {
public:
    explicit Process(const std::vector<std::string>& command);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    // The next line of its standard output. Fails if the output ends first.
    std::string read_line();

    // CPU time of all its threads since its start, ended ones included.
    std::chrono::nanoseconds cpu() const;
    std::size_t resident_bytes() const;

private:
    bool has_ended_within(int patience_ms);

    Descriptor output_;
    pid_t id_ = -1;
};

} // namespace bench
