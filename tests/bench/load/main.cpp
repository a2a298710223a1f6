// The load client: starts a server, measures it, stops it, and prints its figures as one line of JSON.
#include "load/failure.hpp"
#include "load/measures.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <sys/resource.h>

#include <iostream>

namespace {

using namespace bench;

// Client and server are processes with the same limit, and each has some other open files.
void require_descriptors(std::size_t clients) {
    constexpr std::size_t others = 100;
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    if (clients + others > limit.rlim_cur)
        throw Failure(std::to_string(clients) + " clients need " + std::to_string(clients + others) +
                      " open files, and `ulimit -n` is " + std::to_string(limit.rlim_cur) +
                      ": raise it in this shell, as root where it is the hard limit, or take fewer clients");
}

void add_command(CLI::App& verb, Command& command) {
    verb.add_option("COMMAND", command, "Starts the server")->required();
}

} // namespace

int main(int argc, char** argv) try {
    CLI::App app("Measures a Socket.IO server on this machine");
    app.require_subcommand(1);
    Command command;
    CrowdSize size;
    std::size_t clients = 100;
    std::size_t callers = 8;
    std::size_t duration_ms = 2000;

    auto* const crowd = app.add_subcommand("crowd", "WebSocket clients, and events to all of them");
    crowd->add_option("--clients", size.clients)->capture_default_str()->check(CLI::PositiveNumber);
    crowd->add_option("--injections", size.injections)->capture_default_str()->check(CLI::PositiveNumber);
    crowd->add_option("--bursts", size.bursts)->capture_default_str()->check(CLI::PositiveNumber);
    crowd->add_option("--burst-events", size.burst_events)->capture_default_str()->check(CLI::PositiveNumber);
    crowd->add_option("--idle-ms", size.idle_ms)->capture_default_str();
    add_command(*crowd, command);

    auto* const heartbeats = app.add_subcommand("heartbeats", "WebSocket clients that only answer pings");
    heartbeats->add_option("--clients", clients)->capture_default_str()->check(CLI::PositiveNumber);
    heartbeats->add_option("--duration-ms", duration_ms)->capture_default_str()->check(CLI::PositiveNumber);
    add_command(*heartbeats, command);

    auto* const polling = app.add_subcommand("polling", "Clients that poll, and events to all of them");
    polling->add_option("--clients", clients)->capture_default_str()->check(CLI::PositiveNumber);
    polling->add_option("--duration-ms", duration_ms)->capture_default_str()->check(CLI::PositiveNumber);
    add_command(*polling, command);

    auto* const calls = app.add_subcommand("calls", "Control calls");
    calls->add_option("--callers", callers)->capture_default_str()->check(CLI::PositiveNumber);
    calls->add_option("--duration-ms", duration_ms)->capture_default_str()->check(CLI::PositiveNumber);
    add_command(*calls, command);
    CLI11_PARSE(app, argc, argv);

    const auto duration = std::chrono::milliseconds(duration_ms);
    if (*crowd) require_descriptors(size.clients);
    if (*heartbeats || *polling) require_descriptors(clients);
    const auto figures = *crowd        ? measure_crowd(command, size)
                         : *heartbeats ? measure_heartbeats(command, clients, duration)
                         : *polling    ? measure_polling(command, clients, duration)
                                       : measure_calls(command, callers, duration);
    std::cout << figures << std::endl;
    return 0;
} catch (const std::exception& failure) {
    std::cerr << failure.what() << std::endl;
    return 1;
}
