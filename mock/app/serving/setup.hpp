// The options of `serve`: their values read, and their files loaded.
#pragma once

#include "app/cli/options.hpp"
#include "app/data/data_files.hpp"
#include "app/data/installed_client.hpp"
#include "console/console.hpp"
#include "core/time/clock.hpp"

namespace chatmock::app {

struct Setup {
    HostPort socket;
    HostPort control;
    core::ClockSettings clock;
    DataFiles files;
    InstalledClient client;
    console::Console console;
};

// Fails if an option is wrong.
Result<Setup> read_setup(const Options& options);

struct Loaded {
    FileStamps stamps; // older than the data
    LoadedData data;
};

// Logs every mistake of the files; empty if one of them does not load.
std::optional<Loaded> load_data(const DataFiles& files);

} // namespace chatmock::app
