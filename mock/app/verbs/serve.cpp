#include "app/cli/exit_code.hpp"
#include "app/cli/log.hpp"
#include "app/serving/serving.hpp"
#include "app/tls/tls_on_ports.hpp"
#include "app/verbs/verbs.hpp"
#include "net/tcp_server.hpp"
#include "runtime/memory.hpp"
#include "runtime/open_files.hpp"
#include "runtime/termination.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <csignal>
#include <memory>

namespace chatmock::app {

namespace {

int unusable(const Error& error) {
    spdlog::error("{}", describe(error));
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

void prepare_process(const Options& options) {
    set_up_log(options.log, options.log_level);
    std::signal(SIGPIPE, SIG_IGN);
    make_room_for_clients();
}

} // namespace

int serve(const Options& options) {
    prepare_process(options);
    runtime::AsioLoop loop;
    auto setup = read_setup(options);
    if (!setup) return unusable(setup.error());
    const auto [socket, control] = std::pair(setup->socket, setup->control);
    const auto tls = ServedTls::of(options, {socket.host, control.host}, loop.now());
    if (!tls) return unusable(tls.error());
    auto loaded = load_data(setup->files);
    if (!loaded) return exit_unusable;

    std::optional<TlsOnPorts> tls_on_ports;
    if (*tls) tls_on_ports.emplace(loop, **tls, options.tls_only);
    Serving serving(loop, options, std::move(*setup), std::move(*loaded), tls->get());
    net::TcpServer socket_server(loop, Serving::socket_settings(), serving.socket_port());
    const auto bound_socket = socket_server.listen(socket.host, socket.port);
    if (!bound_socket) return unusable(bound_socket.error());
    serving.bound_socket(*bound_socket);
    net::TcpServer control_server(loop, Serving::control_settings(), serving.control_port());
    if (tls_on_ports) tls_on_ports->wrap(socket_server, control_server);
    const auto bound_control = control_server.listen(control.host, control.port);
    if (!bound_control) return unusable(bound_control.error());

    const runtime::Termination termination(loop, [&] {
        serving.shut_down();
        const auto one_is_drained = [&loop, left = std::make_shared<int>(2)] {
            if (--*left == 0) loop.stop();
        };
        socket_server.drain(one_is_drained);
        control_server.drain(one_is_drained);
    });
    serving.ready(*bound_control);
    const auto settled = loop.timer(); // later, as the first clients need code of the start, too
    settled->start(std::chrono::seconds(2), runtime::give_back_code);
    loop.run();
    return exit_fine;
}

} // namespace chatmock::app
