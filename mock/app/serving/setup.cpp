#include "app/serving/setup.hpp"

#include <spdlog/spdlog.h>

namespace chatmock::app {

namespace {

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

} // namespace

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
    return Setup{std::move(*socket), std::move(*control), *clock,
                 std::move(*files),  std::move(*client),  std::move(*console)};
}

std::optional<Loaded> load_data(const DataFiles& files) {
    Loaded loaded;
    loaded.stamps = files.stamps().value_or(FileStamps());
    loaded.data = files.load();
    for (const auto& error : loaded.data.refused) spdlog::error("{}", describe(error));
    if (!loaded.data.refused.empty()) return std::nullopt;
    for (const auto& warning : loaded.data.warnings) spdlog::warn("{}", describe(warning));
    return loaded;
}

} // namespace chatmock::app
