#include "app/serving/serving.hpp"

#include "app/cli/build.hpp"
#include "app/cli/log.hpp"
#include "app/log/journal_log.hpp"
#include "runtime/memory.hpp"

#include <spdlog/spdlog.h>

#include <iostream>

namespace chatmock::app {

namespace {

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

Result<control::Facts> facts_of(const std::string& sandbox, runtime::Worlds& worlds,
                                const std::string& socket_url, control::Tls* tls) {
    const auto facts = worlds.facts(sandbox);
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

Result<control::Readings> readings_of(const std::optional<std::string>& sandbox, runtime::Worlds& worlds,
                                      const transport::SocketPort& socket_port, Instant begun_at) {
    auto metrics = worlds.metrics(sandbox);
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

transport::Mock mock_of(runtime::Worlds& worlds) {
    return {[&worlds](core::Input input) { worlds.apply(std::move(input)); },
            [&worlds](http::Request request) { return worlds.socket_settings(std::move(request)); },
            [&worlds] { return worlds.has_clients_to_notify(); }};
}

// Lines about sandboxes other than `default` name the sandbox.
core::JournalReader journal_log_of(const std::string& sandbox) {
    const auto named = sandbox == core::default_sandbox ? std::string() : sandbox;
    return [log = JournalLog(named)](const core::Journal& journal) mutable { log.follow(journal); };
}

core::Sandboxes sandboxes_of(const Options& options, const Data& data, const Setup& setup, Instant now) {
    core::WorldSettings world{options.seed,  data.catalogue,  *data.profile,     setup.clock,
                              build.version, *data.scenarios, setup.client.files};
    core::SandboxesSettings settings{std::move(world), options.profile, data.profiles,
                                     options.sandboxes == "auto", journal_log_of};
    settings.begun_at = now;
    return core::Sandboxes(std::move(settings));
}

} // namespace

Serving::Serving(runtime::Loop& loop, Options options, Setup setup, Loaded loaded, control::Tls* tls)
    : loop_(loop), options_(std::move(options)), setup_(std::move(setup)), loaded_(std::move(loaded)),
      tls_(tls), begun_at_(loop.now()),
      worlds_(loop, sandboxes_of(options_, loaded_.data.data, setup_, begun_at_)),
      socket_port_(mock_of(worlds_)),
      control_port_(
          [this](core::SandboxesInput input) { worlds_.apply(std::move(input)); },
          [this](const std::string& sandbox) { return facts_of(sandbox, worlds_, socket_url_, tls_); },
          [this](const std::string& sandbox) { return worlds_.enter(sandbox); },
          [this](const auto& sandbox) { return readings_of(sandbox, worlds_, socket_port_, begun_at_); },
          access_rules(options_, setup_.control.host), setup_.console) {
    socket_port_.set_client_files(setup_.client.contents);
    worlds_.attach(socket_port_, control_port_);
}

net::ServerSettings Serving::socket_settings() { return {"socket", client_linger_max, false}; }

net::ServerSettings Serving::control_settings() {
    return {"control", caller_linger_max, true, control_connections_max};
}

void Serving::bound_socket(int port) { socket_url_ = url(tls_ ? "wss" : "ws", setup_.socket, port); }

void Serving::ready(int bound_control) {
    if (options_.reload == "on")
        reloader_.emplace(loop_, worlds_, setup_.files, options_.profile, loaded_.stamps, loaded_.data);
    announce(options_, setup_.files.folders(), socket_url_ + loaded_.data.data.profile->main_endpoint().path,
             url(tls_ ? "https" : "http", setup_.control, bound_control));
    log_batches_.emplace(loop_);
}

void Serving::shut_down() {
    spdlog::info("stopping");
    worlds_.apply(core::Input(core::ShutDown{}));
    control_port_.close(loop_.now());
}

} // namespace chatmock::app
