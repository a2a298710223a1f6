// A process of our own, started and stopped with its owner. It ends with this one, however this one ends.
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

    // What it writes next to its standard output, up to the end of the line. Fails if it never comes.
    std::string read_line();

    // Of all its threads since its start, those that have ended too.
    std::chrono::nanoseconds cpu() const;
    std::size_t resident_bytes() const;

private:
    bool has_ended_within(int patience_ms);

    Descriptor output_;
    pid_t id_ = -1;
};

} // namespace bench
