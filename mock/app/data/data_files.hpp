// The files that a mock is made of: where they are, and loading them.
#pragma once

#include "app/cli/options.hpp"
#include "app/data/find_data.hpp"
#include "base/files/file_changes.hpp"
#include "catalogue/catalogue.hpp"
#include "core/input/scenario.hpp"
#include "policy/profile.hpp"

#include <memory>
#include <string>
#include <vector>

namespace chatmock::app {

struct Data {
    std::shared_ptr<const catalogue::Catalogue> catalogue;
    std::shared_ptr<const policy::Profile> profile; // null where it does not load, and never did
    std::shared_ptr<const core::Scenarios> scenarios;
};

struct LoadedData {
    Data data;
    std::vector<Error> refused;  // of files that do not load
    std::vector<Error> warnings; // of files that load nevertheless
};

// Of all files together: reading more while the mock runs would hold up its clients.
constexpr std::uintmax_t reload_bytes_max = std::uintmax_t{32} * 1024 * 1024;

class DataFiles {
public:
    // Finds the folders. Fails where an option is wrong.
    static Result<DataFiles> of(const Options& options);

    const DataFolders& folders() const { return folders_; }

    // Of all files that load() may read; their names are relative, whatever the folders are called:
    // fixtures/events/NewMessage/default.json. Files of the same name have one stamp together.
    FileStamps stamps() const;

    // For what does not load stands what `last_good` has of that name; where the files are larger than
    // `reload_bytes_max`, that is all of it.
    LoadedData load(const Data& last_good = {}) const;

    // The same, its errors with the names of files in place of their paths.
    LoadedData by_name(LoadedData loaded) const;

private:
    DataFiles(DataFolders folders, policy::ProfileParts settings, const Options& options);

    std::vector<Error> too_large_to_reload(std::uintmax_t bytes) const;
    std::string name_of(const std::string& path) const;

    DataFolders folders_;
    policy::ProfileParts settings_; // of the profile, by --set
    std::string profile_;
    bool asserts_formats_;
};

} // namespace chatmock::app
