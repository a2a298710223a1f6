#include "app/verbs.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

using chatmock::app::Options;

void add_data_flags(CLI::App& verb, Options& options) {
    verb.add_option("--fixtures", options.fixtures, "Folder of events and profiles")
        ->envname("CHATMOCK_FIXTURES");
    verb.add_option("--contracts", options.contracts, "Folder of the events' JSON Schemas")
        ->envname("CHATMOCK_CONTRACTS");
}

void add_control_flag(CLI::App& verb, Options& options) {
    verb.add_option("--control", options.control, "HOST:PORT of the control API")
        ->envname("CHATMOCK_CONTROL")
        ->capture_default_str();
}

void add_serve_flags(CLI::App& verb, Options& options) {
    verb.add_option("--socket", options.socket, "HOST:PORT that clients connect to; port 0 takes a free one")
        ->envname("CHATMOCK_SOCKET")
        ->capture_default_str();
    add_control_flag(verb, options);
    add_data_flags(verb, options);
    verb.add_option("--profile", options.profile, "Name of a file in the fixtures' profiles/")
        ->envname("CHATMOCK_PROFILE")
        ->capture_default_str();
    verb.add_option("--seed", options.seed, "Seed of every id: the same seed gives the same bytes")
        ->envname("CHATMOCK_SEED")
        ->capture_default_str();
    verb.add_option("--clock", options.clock, "real, or manual: time stands still until a call moves it")
        ->envname("CHATMOCK_CLOCK")
        ->check(CLI::IsMember({"real", "manual"}))
        ->capture_default_str();
    verb.add_option("--clock-start", options.clock_start,
                    "Where the clock starts, such as 2020-01-01T00:00:00Z, which a manual one does by itself")
        ->envname("CHATMOCK_CLOCK_START");
    verb.add_option("--reload", options.reload,
                    "on takes up fixtures, contracts and the profile when they are saved")
        ->envname("CHATMOCK_RELOAD")
        ->check(CLI::IsMember({"on", "off"}))
        ->capture_default_str();
    verb.add_option("--log", options.log, "Format of the log on stderr")
        ->envname("CHATMOCK_LOG")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
}

// `chatmock --seed 7` means `chatmock serve --seed 7`.
std::vector<std::string> with_default_verb(int argc, char** argv) {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    const bool names_verb = !arguments.empty() && arguments.front().rfind('-', 0) != 0;
    const bool asks_about_program =
        !arguments.empty() &&
        (arguments.front() == "--help" || arguments.front() == "-h" || arguments.front() == "--version");
    if (!names_verb && !asks_about_program) arguments.insert(arguments.begin(), "serve");
    return {arguments.rbegin(), arguments.rend()}; // the order in which CLI11 takes a vector
}

} // namespace

int main(int argc, char** argv) {
    CLI::App program("chatmock stands in for a chat service's Socket.IO endpoint.", "chatmock");
    program.set_version_flag("--version", std::string("chatmock ") + CHATMOCK_VERSION);
    program.require_subcommand(1);
    Options options;
    auto* serve = program.add_subcommand("serve", "Serve until SIGINT or SIGTERM (the default verb)");
    auto* check = program.add_subcommand("check", "Check fixtures and profiles against the contracts");
    auto* replay = program.add_subcommand(
        "replay", "Run a transcript (GET /journal/export) again, and compare every byte");
    std::string transcript;
    replay->add_option("FILE", transcript, "The transcript")->required();
    auto* health = program.add_subcommand("health", "Ask a running mock whether it is ready");
    add_serve_flags(*serve, options);
    add_data_flags(*check, options);
    add_control_flag(*health, options);
    try {
        program.parse(with_default_verb(argc, argv));
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? chatmock::app::exit_fine : chatmock::app::exit_unusable;
    }
    if (check->parsed()) return chatmock::app::check(options);
    if (replay->parsed()) return chatmock::app::replay(transcript);
    if (health->parsed()) return chatmock::app::health(options);
    return chatmock::app::serve(options);
}
