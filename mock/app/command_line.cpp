#include "app/command_line.hpp"

#include "app/cli/build.hpp"
#include "app/cli/exit_code.hpp"
#include "app/option_values.hpp"
#include "app/usage_error.hpp"
#include "app/verbs/verbs.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <new>

namespace chatmock::app {

namespace {

void add_contracts_flag(CLI::App& verb, std::string& contracts) {
    verb.add_option("--contracts", contracts, "Folder of the events' JSON Schemas")
        ->envname("CHATMOCK_CONTRACTS");
}

void add_formats_flag(CLI::App& verb, std::string& formats) {
    verb.add_option("--formats", formats,
                    "A text that does not match the `format` of its contract: a warning (warn), or a mistake "
                    "(assert)")
        ->envname("CHATMOCK_FORMATS")
        ->check(one_of({"warn", "assert"}))
        ->capture_default_str();
}

void add_data_flags(CLI::App& verb, Options& options) {
    verb.add_option(
            "--fixtures", options.fixtures,
            "Folder of events, profiles and scenarios; its files replace built-in ones of the same name; may "
            "be repeated: the last folder has the highest priority")
        ->envname("CHATMOCK_FIXTURES")
        ->delimiter(',')
        ->allow_extra_args(false);
    add_contracts_flag(verb, options.contracts);
    add_formats_flag(verb, options.formats);
}

void add_control_flag(CLI::App& verb, Options& options) {
    verb.add_option("--control", options.control, "HOST:PORT of the control API")
        ->envname("CHATMOCK_CONTROL")
        ->capture_default_str();
}

void add_access_flags(CLI::App& verb, Options& options) {
    verb.add_option(
            "--control-host", options.control_hosts,
            "Further allowed name in the Host header of control calls, besides localhost, IP addresses and "
            "names without a dot; * allows any; may be repeated")
        ->envname("CHATMOCK_CONTROL_HOST")
        ->delimiter(',')
        ->allow_extra_args(false);
    verb.add_option(
            "--control-cors", options.control_origins,
            "Origin of pages that may make control calls, such as http://localhost:5173; may be repeated")
        ->envname("CHATMOCK_CONTROL_CORS")
        ->delimiter(',')
        ->allow_extra_args(false);
    verb.add_option("--control-token", options.control_token,
                    "Required token of control calls: Authorization: Bearer TOKEN")
        ->envname("CHATMOCK_CONTROL_TOKEN");
}

void add_tls_flags(CLI::App& verb, Options& options) {
    verb.add_option("--tls", options.tls,
                    "off, or auto: both ports also take TLS, with a certificate of the mock's own authority, "
                    "GET /tls/ca.pem")
        ->envname("CHATMOCK_TLS")
        ->check(one_of({"off", "auto"}))
        ->capture_default_str();
    verb.add_option("--tls-cert", options.tls_certificate, "Certificate (PEM) for TLS on both ports")
        ->envname("CHATMOCK_TLS_CERT");
    verb.add_option("--tls-key", options.tls_key, "Private key (PEM) of that certificate")
        ->envname("CHATMOCK_TLS_KEY");
    verb.add_option(
            "--tls-name", options.tls_names,
            "Host name or address that the automatic certificate has besides those of this machine; may "
            "be repeated")
        ->envname("CHATMOCK_TLS_NAME")
        ->delimiter(',')
        ->allow_extra_args(false);
    verb.add_flag("--tls-only", options.tls_only, "Refuse clients without TLS")->envname("CHATMOCK_TLS_ONLY");
}

void add_profile_flag(CLI::App& verb, Options& options) {
    verb.add_option("--profile", options.profile, "Name of a file in the fixtures' profiles/")
        ->envname("CHATMOCK_PROFILE")
        ->capture_default_str();
}

void add_log_flags(CLI::App& verb, Options& options) {
    verb.add_option("--log", options.log, "Format of the log on stderr")
        ->envname("CHATMOCK_LOG")
        ->check(one_of({"text", "json"}))
        ->capture_default_str();
    verb.add_option(
            "--log-level", options.log_level,
            "Lowest level that is logged: error, warn (refusals and violations), info (connections and "
            "events), debug (everything in the journal)")
        ->envname("CHATMOCK_LOG_LEVEL")
        ->check(one_of({"error", "warn", "info", "debug"}))
        ->capture_default_str();
}

void add_serve_flags(CLI::App& verb, Options& options) {
    verb.add_option("--socket", options.socket, "HOST:PORT for clients; port 0 selects a free one")
        ->envname("CHATMOCK_SOCKET")
        ->capture_default_str();
    add_control_flag(verb, options);
    add_access_flags(verb, options);
    add_tls_flags(verb, options);
    add_data_flags(verb, options);
    add_profile_flag(verb, options);
    verb.add_option("--set", options.settings,
                    "PATH=VALUE in the profile, such as protocol.ping_interval_ms=300; may be repeated")
        ->envname("CHATMOCK_SET")
        ->allow_extra_args(false);
    verb.add_option("--seed", options.seed, "Seed of every id: the same seed gives the same bytes")
        ->envname("CHATMOCK_SEED")
        ->check(whole_number())
        ->capture_default_str();
    verb.add_option("--clock", options.clock, "real, or manual: time stands still until a call moves it")
        ->envname("CHATMOCK_CLOCK")
        ->check(one_of({"real", "manual"}))
        ->capture_default_str();
    verb.add_option("--clock-start", options.clock_start,
                    "Start of the clock, such as 2020-01-01T00:00:00Z (the default of a manual clock)")
        ->envname("CHATMOCK_CLOCK_START");
    verb.add_option("--reload", options.reload,
                    "Reload fixtures, contracts and the profile when they are saved")
        ->envname("CHATMOCK_RELOAD")
        ->check(one_of({"on", "off"}))
        ->capture_default_str();
    verb.add_option("--sandboxes", options.sandboxes,
                    "made: POST /sandboxes makes a sandbox; auto: the first use of its name does so, too")
        ->envname("CHATMOCK_SANDBOXES")
        ->check(one_of({"made", "auto"}))
        ->capture_default_str();
    verb.add_option(
            "--client", options.client,
            "Folder of the package socket.io-client, for GET /socket.io/socket.io.js; by default the one in "
            "./node_modules")
        ->envname("CHATMOCK_CLIENT");
    verb.add_option("--ui", options.ui,
                    "The console, a page on the control port: on, off, or a folder with its files")
        ->envname("CHATMOCK_UI")
        ->capture_default_str();
    add_log_flags(verb, options);
}

void add_service_flags(CLI::App& verb, ServiceOptions& service) {
    verb.add_option("URL", service.url, "The service, such as wss://chat.example.com/socket.io/")->required();
    verb.add_option("--token", service.token, "The JWT, sent as jwt_token")->envname("CHATMOCK_TOKEN");
    verb.add_option("--auth", service.auth, "JSON object, sent as the payload of CONNECT")
        ->envname("CHATMOCK_AUTH");
    verb.add_option("--eio", service.engineio_protocol, "Revision of Engine.IO: 4, or 3 for Socket.IO 2")
        ->check(one_of({"3", "4"}))
        ->capture_default_str();
    verb.add_option("--transport", service.transport, "polling, websocket, or the upgrade between them")
        ->check(one_of({"polling", "websocket", "upgrade"}))
        ->capture_default_str();
    verb.add_option("--namespace", service.namespace_name, "The namespace to join")->capture_default_str();
    verb.add_option("--header", service.headers, "NAME: VALUE, sent with every request; may be repeated")
        ->allow_extra_args(false);
    verb.add_option("--ca", service.ca_file, "Certificates (PEM) to trust instead of the machine's")
        ->envname("CHATMOCK_CA");
    verb.add_flag("--insecure", service.insecure, "Trust any certificate");
    verb.add_option("--for", service.for_ms, "How long to listen, such as 60s, 500ms or 5m")
        ->type_name("TIME")
        ->transform(duration());
}

void add_verify_flags(CLI::App& verb, VerifyOptions& options) {
    add_contracts_flag(verb, options.contracts);
    add_formats_flag(verb, options.formats);
    verb.add_option("--expect", options.expected, "Expected events, separated by commas; by default all")
        ->delimiter(',')
        ->allow_extra_args(false);
    verb.add_flag("--strict", options.strict, "Treat unknown fields as failures");
    auto* report = verb.add_option("--report", options.report, "Format of the report on stdout")
                       ->check(one_of({"text", "json", "junit"}))
                       ->capture_default_str();
    verb.add_flag("--refused", options.refused, "Expect that the token is refused with Unauthorization")
        ->excludes(report);
}

void add_record_flags(CLI::App& verb, RecordOptions& options) {
    add_contracts_flag(verb, options.contracts);
    verb.add_option("--out", options.out, "Folder of fixtures to add to")->required();
    verb.add_option("--seed", options.seed,
                    "Seed of the replaced values; keep it secret: with it, the originals can be guessed")
        ->envname("CHATMOCK_RECORD_SEED")
        ->check(whole_number())
        ->capture_default_str();
    verb.add_option("--keep", options.kept, "Fields that are recorded unchanged, separated by commas")
        ->delimiter(',')
        ->allow_extra_args(false);
    verb.add_flag("--infer", options.infer,
                  "Show the changes that the contracts need, and write them to OUT/contracts");
}

// Newer versions of CLI11 ignore a variable with an invalid value. It must be refused.
void take_variables_passed_over(CLI::App& verb) {
    for (auto* option : verb.get_options()) {
        const char* value = std::getenv(option->get_envname().c_str());
        if (value == nullptr || *value == '\0' || option->count() > 0) continue;
        option->add_result(value);
        option->run_callback();
    }
}

bool names_verb(const std::vector<std::string>& arguments) {
    return !arguments.empty() && arguments.front().rfind('-', 0) != 0;
}

// `chatmock --seed 7` means `chatmock serve --seed 7`.
std::vector<std::string> with_default_verb(std::vector<std::string> arguments) {
    const bool asks_about_program =
        !arguments.empty() &&
        (arguments.front() == "--help" || arguments.front() == "-h" || arguments.front() == "--version");
    if (!names_verb(arguments) && !asks_about_program) arguments.insert(arguments.begin(), "serve");
    return {arguments.rbegin(), arguments.rend()}; // CLI11 takes a vector in reverse order
}

// Runs the verb, and fails if stdout cannot be written. Reports a lack of memory or file descriptors.
int run(const std::function<int()>& verb) {
    try {
        const int code = verb();
        if (std::cout.flush()) return code;
        return unusable("stdout cannot be written");
    } catch (const std::bad_alloc&) {
        return unusable("out of memory");
    } catch (const std::exception& error) {
        return unusable(error.what());
    }
}

std::string version_text() {
    return std::string("chatmock ") + build.version + " (commit " + build.commit + ", built " + build.date +
           ")";
}

// The values of all verbs' options.
struct CommandLine {
    explicit CommandLine(const HostVerbs& verbs) : host(verbs) {}

    const HostVerbs& host;
    Options options;
    ServiceOptions service;
    VerifyOptions verify;
    RecordOptions record;
    std::string transcript;
    std::size_t count = 0;
    std::string before;
    std::string after;
};

struct Verb {
    CLI::App* app;
    std::function<int()> run;
};

Verb add_serve(CLI::App& program, CommandLine& line) {
    auto* verb = program.add_subcommand("serve", "Serve until SIGINT or SIGTERM (the default verb)");
    add_serve_flags(*verb, line.options);
    return {verb, [&line] { return line.host.serve(line.options); }};
}

Verb add_check(CLI::App& program, CommandLine& line) {
    auto* verb = program.add_subcommand("check", "Check fixtures and profiles against the contracts");
    add_data_flags(*verb, line.options);
    return {verb, [&line] { return check(line.options); }};
}

Verb add_types(CLI::App& program, CommandLine& line) {
    auto* verb = program.add_subcommand("types", "Print the TypeScript types of the events");
    add_data_flags(*verb, line.options);
    add_profile_flag(*verb, line.options);
    return {verb, [&line] { return types(line.options); }};
}

Verb add_replay(CLI::App& program, CommandLine& line) {
    auto* verb = program.add_subcommand(
        "replay", "Run a transcript (GET /journal/export) again, and compare every byte");
    verb->add_option("FILE", line.transcript, "The transcript")->required();
    return {verb, [&line] { return replay(line.transcript); }};
}

Verb add_listen(CLI::App& program, CommandLine& line) {
    auto* verb = program.add_subcommand("listen", "Print the events of a service, one JSON per line");
    add_service_flags(*verb, line.service);
    verb->add_option("--count", line.count, "Number of events to wait for; 0 is unlimited")
        ->check(whole_number())
        ->capture_default_str();
    return {verb, [&line] { return line.host.listen(line.service, line.count); }};
}

Verb add_verify(CLI::App& program, CommandLine& line) {
    auto* verb = program.add_subcommand("verify", "Check the events of a service against the contracts");
    add_service_flags(*verb, line.service);
    add_verify_flags(*verb, line.verify);
    return {verb, [&line] { return line.host.verify(line.service, line.verify); }};
}

Verb add_record(CLI::App& program, CommandLine& line) {
    auto* verb = program.add_subcommand(
        "record", "Record the events of a service as fixtures, with personal data replaced");
    add_service_flags(*verb, line.service);
    add_record_flags(*verb, line.record);
    return {verb, [&line] { return line.host.record(line.service, line.record); }};
}

Verb add_diff(CLI::App& program, CommandLine& line) {
    auto* verb = program.add_subcommand("diff", "Compare two folders of fixtures, or fixtures and contracts");
    verb->add_option("BEFORE", line.before, "A folder of fixtures or contracts")->required();
    verb->add_option("AFTER", line.after, "Another one")->required();
    return {verb, [&line] { return diff(line.before, line.after); }};
}

Verb add_health(CLI::App& program, CommandLine& line) {
    auto* verb = program.add_subcommand("health", "Ask a running mock whether it is ready");
    add_control_flag(*verb, line.options);
    verb->add_option("--wait", line.options.wait_ms,
                     "How long to ask until the mock is ready, such as 30s; by default once")
        ->type_name("TIME")
        ->transform(duration());
    return {verb, [&line] { return line.host.health(line.options); }};
}

} // namespace

int run_command_line(const std::vector<std::string>& arguments, const HostVerbs& host) {
    CLI::App program("chatmock stands in for a chat service's Socket.IO endpoint.", "chatmock");
    program.set_version_flag("--version", version_text());
    program.require_subcommand(1);
    CommandLine line(host);
    const auto serve = add_serve(program, line);
    const std::vector<Verb> others = {add_check(program, line),  add_types(program, line),
                                      add_replay(program, line), add_listen(program, line),
                                      add_verify(program, line), add_record(program, line),
                                      add_diff(program, line),   add_health(program, line)};
    if (names_verb(arguments)) {
        const auto unknown = unknown_verb(program, arguments.front());
        if (!unknown.empty()) return unusable(unknown);
    }
    try {
        program.parse(with_default_verb(arguments));
        for (auto* verb : program.get_subcommands()) take_variables_passed_over(*verb);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return program.exit(error); // --help, --version
        return unusable(describe_usage_error(program, error));
    }
    if (serve.app->parsed()) return run(serve.run); // handles signals itself, to disconnect its clients
    const auto asked =
        std::find_if(others.begin(), others.end(), [](const auto& verb) { return verb.app->parsed(); });
    return run([&] {
        host.before_others();
        return asked->run();
    });
}

} // namespace chatmock::app
