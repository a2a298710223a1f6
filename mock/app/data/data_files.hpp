// Finds and loads the files of a mock.
#pragma once

#include "app/cli/options.hpp"
#include "app/data/find_data.hpp"
#include "base/files/file_changes.hpp"
#include "catalogue/catalogue.hpp"
#include "core/input/scenario.hpp"
#include "core/sandboxes/sandbox_input.hpp"
#include "policy/profile.hpp"

#include <memory>
#include <set>
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
    // Finds the folders. Fails if an option is wrong.
    static Result<DataFiles> of(const Options& options);

    const DataFolders& folders() const { return folders_; }

    // The stamps of all files that load() may read. Names are relative:
    // fixtures/events/NewMessage/default.json. Files of the same name share a stamp. Empty if a folder cannot
    // be listed for lack of descriptors or memory.
    std::optional<FileStamps> stamps() const;

    // A file that does not load is replaced by its version in `last_good`. If the files exceed
    // `reload_bytes_max`, the result is `last_good`.
    LoadedData load(const Data& last_good = {}) const;

    // The same, with file names instead of paths in its errors.
    LoadedData by_name(LoadedData loaded) const;

    // The names of the files that the profile is made of: its own, and those of the profiles that it extends.
    std::set<std::string> files_of_profile(const std::string& name) const;

private:
    DataFiles(DataFolders folders, policy::ProfileParts settings, const Options& options);

    core::Profiles load_profiles() const;
    Error missing_profile(const Data& last_good) const;
    std::vector<Error> too_large_to_reload(std::uintmax_t bytes) const;
    std::string name_of(const std::string& path) const;

    DataFolders folders_;
    policy::ProfileParts settings_; // of the profile, by --set
    std::string profile_;
    bool asserts_formats_;
};

} // namespace chatmock::app
