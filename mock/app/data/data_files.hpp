// Finds and loads the files of a mock.
#pragma once

#include "app/cli/options.hpp"
#include "base/files/file_changes.hpp"
#include "catalogue/catalogue.hpp"
#include "core/input/scenario.hpp"
#include "core/sandboxes/sandbox_input.hpp"
#include "policy/profile.hpp"

#include <memory>
#include <string>
#include <vector>

namespace chatmock::app {

struct Data {
    std::shared_ptr<const catalogue::Catalogue> catalogue;
    std::shared_ptr<const policy::Profile> profile; // null if it does not load and has no last good version
    std::shared_ptr<const core::Scenarios> scenarios;
    core::Profiles profiles; // all, with the one of the command line
};

struct LoadedData {
    Data data;
    std::vector<Error> refused;  // of files that do not load
    std::vector<Error> warnings; // of files that load
};

// For all files together: reading more while the mock runs would delay its clients.
constexpr std::uintmax_t reload_bytes_max = std::uintmax_t{32} * 1024 * 1024;

class DataFiles {
public:
    explicit DataFiles(const Options& options);

    // The stamps of all files that load() reads. Names are relative: fixtures/events/NewMessage/default.json.
    FileStamps stamps() const;

    // A file that does not load is replaced by its version in `last_good`. If the files exceed
    // `reload_bytes_max`, the result is `last_good`.
    LoadedData load(const Data& last_good = {}) const;

    // The same, with file names instead of paths in its errors.
    LoadedData by_name(LoadedData loaded) const;

private:
    core::Profiles load_profiles() const;
    std::vector<Error> too_large_to_reload(std::uintmax_t bytes) const;
    std::string name_of(const std::string& path) const;

    std::string fixtures_;
    std::string contracts_;
    std::string profile_;
    bool asserts_formats_;
};

} // namespace chatmock::app
