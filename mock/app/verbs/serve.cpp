#include "app/cli/build.hpp"
#include "app/cli/exit_code.hpp"
#include "app/cli/log.hpp"
#include "app/data/installed_client.hpp"
#include "app/data/reloader.hpp"
#include "app/log/journal_log.hpp"
#include "app/tls/tls_on_ports.hpp"
#include "app/verbs/verbs.hpp"
#include "console/console.hpp"
#include "control/control_port.hpp"
#include "core/sandboxes/sandboxes.hpp"
#include "net/tcp_server.hpp"
#include "runtime/clock.hpp"
#include "runtime/memory.hpp"
#include "runtime/open_files.hpp"
#include "runtime/termination.hpp"
#include "transport/socket_port.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <memory>

namespace chatmock::app {

namespace {

int unusable(const Error& error) {
    spdlog::error("{}", describe(error));
    return exit_unusable;
}

Result<core::ClockSettings> clock_settings(const Options& options) {
    core::ClockSettings settings;
    if (options.clock == "manual") settings.mode = core::ClockMode::manual;
    if (options.clock_start.empty()) return settings;
    settings.start = from_iso8601(options.clock_start);
    if (settings.start) return settings;
    return Error{ErrorCode::invalid_value,
                 "--clock-start: expected an instant such as 2020-01-01T00:00:00Z, got \"" +
                     options.clock_start + "\""};
}

int unusable(const std::vector<Error>& errors) {
    for (const auto& error : errors) spdlog::error("{}", describe(error));
    return exit_unusable;
}

// Reports a low limit at the start, not at the first client past it.
void make_room_for_clients() {
    constexpr std::uint64_t clients_wanted = 10000;
    constexpr std::uint64_t other_files = 100; // ports, control connections, loaded files
    const auto files = runtime::raise_open_files_limit();
    if (files >= clients_wanted + other_files) return;
    spdlog::warn(
        "this process may have {} files open, enough for about {} clients; for more, raise the hard limit: "
        "`ulimit -n {}` before the start, or `--ulimit nofile={}` of docker run",
        files, files - std::min(files, other_files), 2 * clients_wanted, 2 * clients_wanted);
}

std::string url(const std::string& scheme, const HostPort& at, int port) {
    const bool ipv6 = at.host.find(':') != std::string::npos;
    return scheme + "://" + (ipv6 ? "[" + at.host + "]" : at.host) + ":" + std::to_string(port);
}

// The time for a peer to close its side after the mock has.
constexpr std::chrono::seconds client_linger_max{75};
constexpr std::chrono::seconds caller_linger_max{2};

// Most are idle; each uses a file descriptor.
constexpr std::size_t control_connections_max = 4096;

// The host of the port's address is also an allowed name.
control::AccessRules access_rules(const Options& options, const std::string& host) {
    control::AccessRules rules{options.control_hosts, options.control_origins, options.control_token};
    rules.hosts.push_back(host);
    return rules;
}

Json shown_fixtures(const DataFolders& folders) {
    Json folders_of_layers = Json::array();
    for (const auto& layer : folders.fixtures) folders_of_layers.push_back(shown_folder(layer.folder));
    return folders_of_layers;
}

Json ready_line(const Options& options, const std::string& socket_url, const std::string& control_url,
                const DataFolders& folders) {
    return {{"ready", true},
            {"socket", socket_url},
            {"control", control_url},
            {"seed", options.seed},
            {"clock", options.clock},
            {"profile", options.profile},
            {"fixtures", shown_fixtures(folders)},
            {"contracts", shown_folder(folders.contracts)},
            {"version", build.version},
            {"commit", build.commit},
            {"build_date", build.date}};
}

Result<control::Facts> facts_of(const std::string& sandbox, runtime::Loop& loop,
                                const std::string& socket_url, control::Tls* tls) {
    const auto facts = loop.enter(sandbox);
    if (!facts) return facts.error();
    return control::Facts{build.version,
                          build.commit,
                          build.date,
                          facts->seed,
                          facts->profile,
                          socket_url + facts->socket_path,
                          tls,
                          sandbox == core::default_sandbox};
}

Result<control::Readings> readings_of(const std::optional<std::string>& sandbox, runtime::Loop& loop,
                                      const transport::SocketPort& socket_port, Instant begun_at) {
    auto metrics = loop.metrics(sandbox);
    if (!metrics) return metrics.error();
    const core::Use unsent_bytes{socket_port.unsent_bytes(), transport::SocketPort::unsent_bytes_most()};
    return control::Readings{std::move(*metrics), unsent_bytes, runtime::resident_memory(), begun_at};
}

// Prints the addresses and a first call on a terminal. Programs read the ready line.
void greet(const Options& options, const DataFolders& folders, const std::string& socket_url,
           const std::string& control_url) {
    if (options.log != "text" || !is_log_on_terminal()) return;
    const bool has_tls = control_url.rfind("https:", 0) == 0; // and takes plain calls, too
    std::string fixtures;
    for (const auto& layer : folders.fixtures)
        fixtures += (fixtures.empty() ? "" : ", over ") + shown_folder(layer.folder);
    std::cerr << "\n  chatmock " << build.version << " is ready\n\n"
              << "    your app     " << socket_url << "\n"
              << "    your tests   " << control_url << "\n"
              << "    the console  " << control_url << "/ui/\n"
              << "    fixtures     " << fixtures << "\n"
              << "    contracts    " << shown_folder(folders.contracts) << "\n\n"
              << "  Send a message to every connected client:\n"
              << "    curl -s --json '{}' " << (has_tls ? "http" + control_url.substr(5) : control_url)
              << "/events/NewMessage\n\n";
}

void announce(const Options& options, const DataFolders& folders, const std::string& socket_url,
              const std::string& control_url) {
    const auto ready = ready_line(options, socket_url, control_url, folders);
    std::cout << to_text(ready) << std::endl;
    log(LogLevel::info, "ready: clients at " + socket_url + ", control calls at " + control_url, ready);
    greet(options, folders, socket_url, control_url);
}

transport::Mock mock_of(runtime::Loop& loop) {
    return {[&loop](core::Input input) { loop.apply(std::move(input)); },
            [&loop](http::Request request) { return loop.socket_settings(std::move(request)); },
            [&loop] { return loop.has_clients_to_notify(); }};
}

// The parsed values of the flags.
struct Setup {
    HostPort socket;
    HostPort control;
    core::ClockSettings clock;
    DataFiles files;
    InstalledClient client;
    console::Console console;
    std::unique_ptr<ServedTls> tls; // null if it is off
};

Result<Setup> read_setup(const Options& options) {
    auto socket = parse_host_port(options.socket, "--socket");
    if (!socket) return socket.error();
    auto control = parse_host_port(options.control, "--control");
    if (!control) return control.error();
    auto clock = clock_settings(options);
    if (!clock) return clock.error();
    auto files = DataFiles::of(options);
    if (!files) return files.error();
    auto client = load_client(options.client);
    if (!client) return client.error();
    auto console = console::Console::from(options.ui);
    if (!console) return console.error();
    auto tls = ServedTls::of(options, {socket->host, control->host}, runtime::Clock().now());
    if (!tls) return tls.error();
    return Setup{std::move(*socket), std::move(*control), *clock,         std::move(*files),
                 std::move(*client), std::move(*console), std::move(*tls)};
}

// Lines about sandboxes other than `default` name the sandbox.
core::JournalReader journal_log_of(const std::string& sandbox) {
    const auto named = sandbox == core::default_sandbox ? std::string() : sandbox;
    return [log = JournalLog(named)](const core::Journal& journal) mutable { log.follow(journal); };
}

core::SandboxesSettings sandboxes_settings(const Options& options, const Data& data, const Setup& setup) {
    core::WorldSettings world{options.seed,  data.catalogue,  *data.profile,     setup.clock,
                              build.version, *data.scenarios, setup.client.files};
    core::SandboxesSettings settings{std::move(world), options.profile, data.profiles,
                                     options.sandboxes == "auto", journal_log_of};
    settings.begun_at = runtime::Clock().now();
    return settings;
}

void prepare_process(const Options& options) {
    set_up_log(options.log, options.log_level);
    std::signal(SIGPIPE, SIG_IGN);
    make_room_for_clients();
}

} // namespace

int serve(const Options& options) {
    prepare_process(options);
    const auto setup = read_setup(options);
    if (!setup) return unusable(setup.error());
    const auto& [socket, control, clock, files, client, console, tls] = *setup;
    const auto stamps = files.stamps().value_or(FileStamps());
    const auto loaded = files.load();
    if (!loaded.refused.empty()) return unusable(loaded.refused);
    for (const auto& warning : loaded.warnings) spdlog::warn("{}", describe(warning));

    runtime::Loop loop{core::Sandboxes(sandboxes_settings(options, loaded.data, *setup))};
    const auto begun_at = loop.now();
    std::optional<TlsOnPorts> tls_on_ports;
    if (tls) tls_on_ports.emplace(loop, *tls, options.tls_only);
    transport::SocketPort socket_port(mock_of(loop));
    socket_port.set_client_files(client.contents);
    net::TcpServer socket_server(loop, {"socket", client_linger_max, false}, socket_port);
    const auto bound_socket = socket_server.listen(socket.host, socket.port);
    if (!bound_socket) return unusable(bound_socket.error());
    const auto socket_url = url(tls ? "wss" : "ws", socket, *bound_socket);
    control::ControlPort control_port(
        [&loop](core::SandboxesInput input) { loop.apply(std::move(input)); },
        [&](const std::string& sandbox) { return facts_of(sandbox, loop, socket_url, setup->tls.get()); },
        [&](const auto& sandbox) { return readings_of(sandbox, loop, socket_port, begun_at); },
        access_rules(options, control.host), console);
    net::TcpServer control_server(loop, {"control", caller_linger_max, true, control_connections_max},
                                  control_port);
    if (tls_on_ports) tls_on_ports->wrap(socket_server, control_server);
    loop.attach(socket_port, control_port);
    const auto bound_control = control_server.listen(control.host, control.port);
    if (!bound_control) return unusable(bound_control.error());

    const runtime::Termination termination(loop, [&] {
        spdlog::info("stopping");
        loop.apply(core::Input(core::ShutDown{}));
        control_port.close(loop.now());
        const auto one_is_drained = [&loop, left = std::make_shared<int>(2)] {
            if (--*left == 0) loop.stop();
        };
        socket_server.drain(one_is_drained);
        control_server.drain(one_is_drained);
    });
    std::optional<Reloader> reloader;
    if (options.reload == "on") reloader.emplace(loop, files, options.profile, stamps, loaded);
    announce(options, files.folders(), socket_url + loaded.data.profile->main_endpoint().path,
             url(tls ? "https" : "http", control, *bound_control));
    loop.run();
    return exit_fine;
}

} // namespace chatmock::app
