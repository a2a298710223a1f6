#include "app/cli/exit_code.hpp"
#include "app/cli/log.hpp"
#include "app/data/installed_client.hpp"
#include "app/data/reloader.hpp"
#include "app/verbs/verbs.hpp"
#include "console/console.hpp"
#include "control/control_port.hpp"
#include "core/state/state.hpp"
#include "net/tcp_server.hpp"
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

// What they are short of is said at once, not when the client comes that is one too many.
void make_room_for_clients() {
    constexpr std::uint64_t clients_wanted = 10000;
    constexpr std::uint64_t other_files = 100; // ports, control connections, files that are loaded
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

// Idle ones do not matter; each takes a file descriptor.
constexpr std::size_t control_connections_max = 4096;

// The host that the port is bound to is one of its names.
control::AccessRules access_rules(const Options& options, const std::string& host) {
    control::AccessRules rules{options.control_hosts, options.control_origins, options.control_token};
    rules.hosts.push_back(host);
    return rules;
}

Json fixtures_told(const DataFolders& folders) {
    Json told = Json::array();
    for (const auto& layer : folders.fixtures) told.push_back(shown_folder(layer.folder));
    return told;
}

Json ready_line(const Options& options, const std::string& socket_url, const std::string& control_url,
                const DataFolders& folders) {
    return {{"ready", true},
            {"socket", socket_url},
            {"control", control_url},
            {"seed", options.seed},
            {"clock", options.clock},
            {"profile", options.profile},
            {"fixtures", fixtures_told(folders)},
            {"contracts", shown_folder(folders.contracts)},
            {"version", CHATMOCK_VERSION}};
}

// What the flags ask for, each read by itself.
struct Wish {
    HostPort socket;
    HostPort control;
    core::ClockSettings clock;
    DataFiles files;
    InstalledClient client;
    console::Console console;
};

Result<Wish> read_wish(const Options& options) {
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
    return Wish{std::move(*socket), std::move(*control), *clock,
                std::move(*files),  std::move(*client),  std::move(*console)};
}

} // namespace

int serve(const Options& options) {
    set_up_log(options.log);
    std::signal(SIGPIPE, SIG_IGN);
    make_room_for_clients();
    const auto wish = read_wish(options);
    if (!wish) return unusable(wish.error());
    const auto& [socket, control, clock, files, client, console] = *wish;
    const auto stamps = files.stamps();
    const auto loaded = files.load();
    if (!loaded.refused.empty()) return unusable(loaded.refused);
    for (const auto& warning : loaded.warnings) spdlog::warn("{}", describe(warning));

    const auto& [catalogue, profile, scenarios] = loaded.data;
    runtime::Loop loop{
        core::World({options.seed, catalogue, *profile, clock, CHATMOCK_VERSION, *scenarios, client.files})};
    transport::SocketPort socket_port(loop, {profile->timings.max_payload, profile->first_frame_delay});
    socket_port.set_client_files(client.contents);
    const auto bound_socket = socket_port.listen(socket.host, socket.port);
    if (!bound_socket) return unusable(bound_socket.error());
    const auto socket_url = url("ws", socket, *bound_socket) + profile->main_endpoint().path;
    control::ControlPort control_port([&loop](const core::Input& input) { loop.apply(input); },
                                      {CHATMOCK_VERSION, options.seed, options.profile, socket_url},
                                      access_rules(options, control.host), console);
    net::TcpServer control_server(loop, "control", control_connections_max, [&](net::Connection& connection) {
        return control_port.serve(connection);
    });
    loop.attach(socket_port, control_port);
    const auto bound_control = control_server.listen(control.host, control.port);
    if (!bound_control) return unusable(bound_control.error());

    const runtime::Termination termination(loop, [&] {
        spdlog::info("stopping");
        loop.apply(core::ShutDown{});
        control_port.close(loop.now());
        const auto one_is_drained = [&loop, left = std::make_shared<int>(2)] {
            if (--*left == 0) loop.stop();
        };
        socket_port.drain(one_is_drained);
        control_server.drain(one_is_drained);
    });
    std::optional<Reloader> reloader;
    if (options.reload == "on") reloader.emplace(loop, files, stamps, loaded);
    std::cout << to_text(
                     ready_line(options, socket_url, url("http", control, *bound_control), files.folders()))
              << std::endl;
    loop.run();
    return exit_fine;
}

} // namespace chatmock::app
