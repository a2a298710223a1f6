#include "load/process.hpp"

#include "load/failure.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <ctime>
#include <fstream>

namespace bench {

namespace {

constexpr int line_ms_max = 30000;
constexpr int stop_ms_max = 5000;
constexpr int stop_look_ms = 10;

// Calls only functions that are allowed between fork and exec.
[[noreturn]] void become(const std::vector<char*>& arguments, int output, pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127); // the parent ended before the signal was requested
    dup2(output, STDOUT_FILENO);
    execvp(arguments.front(), arguments.data());
    _exit(127);
}

} // namespace

Process::Process(const std::vector<std::string>& command) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw system_failure("pipe2");
    output_ = Descriptor(ends[0]);
    const Descriptor child_output(ends[1]);
    std::vector<char*> arguments;
    for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    const auto parent = getpid();
    id_ = fork();
    if (id_ < 0) throw system_failure("fork");
    if (id_ == 0) become(arguments, child_output.number(), parent);
}

Process::~Process() {
    kill(id_, SIGTERM);
    if (has_ended_within(stop_ms_max)) return;
    kill(id_, SIGKILL);
    waitpid(id_, nullptr, 0);
}

bool Process::has_ended_within(int patience_ms) {
    for (int waited_ms = 0; waited_ms < patience_ms; waited_ms += stop_look_ms) {
        if (waitpid(id_, nullptr, WNOHANG) != 0) return true;
        poll(nullptr, 0, stop_look_ms);
    }
    return false;
}

std::string Process::read_line() {
    std::string line;
    pollfd readable{output_.number(), POLLIN, 0};
    for (char next = 0; next != '\n'; line += next) {
        if (poll(&readable, 1, line_ms_max) <= 0 || read(output_.number(), &next, 1) != 1)
            throw Failure("the server ended, or was silent, before it said that it is ready");
    }
    return line;
}

// Its clock has nanoseconds; /proc/PID/stat has hundredths of a second, and /proc/PID/schedstat one thread.
std::chrono::nanoseconds Process::cpu() const {
    clockid_t clock{};
    timespec time{};
    if (clock_getcpuclockid(id_, &clock) != 0 || clock_gettime(clock, &time) != 0)
        throw Failure("the server has ended, or its CPU time cannot be read");
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::size_t Process::resident_bytes() const {
    constexpr std::size_t kilobyte = 1024;
    std::ifstream status("/proc/" + std::to_string(id_) + "/status");
    const std::string name = "VmRSS:";
    for (std::string line; std::getline(status, line);) {
        if (line.compare(0, name.size(), name) == 0) return std::stoul(line.substr(name.size())) * kilobyte;
    }
    throw Failure("the server has ended, or its memory cannot be read");
}

} // namespace bench
