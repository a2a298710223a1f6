#include "app/data/data_files.hpp"

#include "base/files/files.hpp"

#include <iterator>
#include <optional>

namespace chatmock::app {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view suffix = ".json";

// NAME or NAME/…; empty if the path is outside of the folder.
std::optional<std::string> name_below(const fs::path& folder, const std::string& name, const fs::path& path) {
    const auto relative = path.lexically_relative(folder).generic_string();
    if (relative == ".") return name;
    if (relative.empty() || relative.rfind("..", 0) == 0) return std::nullopt;
    return name + "/" + relative;
}

// Without files that are too large by themselves: they are not read.
std::uintmax_t bytes_of(const FileStamps& stamps) {
    std::uintmax_t bytes = 0;
    for (const auto& [name, stamp] : stamps) bytes += stamp.bytes > file_bytes_max ? 0 : stamp.bytes;
    return bytes;
}

} // namespace

Result<DataFiles> DataFiles::of(const Options& options) {
    auto folders = find_data(options.fixtures, options.contracts);
    if (!folders) return folders.error();
    policy::ProfileParts settings;
    for (const auto& each : options.settings) {
        auto setting = policy::parse_setting(each);
        if (!setting) return setting.error();
        settings.push_back(std::move(*setting));
    }
    return DataFiles(std::move(*folders), std::move(settings), options);
}

DataFiles::DataFiles(DataFolders folders, policy::ProfileParts settings, const Options& options)
    : folders_(std::move(folders)), settings_(std::move(settings)), profile_(options.profile),
      asserts_formats_(options.formats == "assert") {}

std::vector<Error> DataFiles::too_large_to_reload(std::uintmax_t bytes) const {
    std::vector<Error> errors;
    const auto refuse = [&](const fs::path& folder) {
        errors.emplace_back(ErrorCode::invalid_value, "expected at most " + std::to_string(reload_bytes_max) +
                                                          " bytes in all files together, got " +
                                                          std::to_string(bytes) +
                                                          ": they are read only at the start");
        errors.back().file = folder.string();
    };
    refuse(folders_.fixtures.begin()->folder);
    refuse(folders_.contracts / "events");
    return errors;
}

std::optional<FileStamps> DataFiles::stamps() const {
    FileStamps stamps;
    bool is_whole = add_stamps(folders_.contracts, "contracts", suffix, stamps);
    for (const auto& layer : folders_.fixtures) {
        for (const auto* below : {"events", "scenarios", "profiles"})
            is_whole &= add_stamps(layer.folder / below, std::string("fixtures/") + below, suffix, stamps);
    }
    if (!is_whole) return std::nullopt;
    return stamps;
}

LoadedData DataFiles::load(const Data& last_good) const {
    if (last_good.catalogue != nullptr) {
        const auto bytes = bytes_of(stamps().value_or(FileStamps()));
        if (bytes > reload_bytes_max) return {last_good, too_large_to_reload(bytes), {}};
    }
    auto loaded =
        catalogue::load(folders_.fixtures, folders_.contracts, last_good.catalogue.get(), asserts_formats_);
    LoadedData all{{std::make_shared<const catalogue::Catalogue>(std::move(loaded.catalogue)),
                    last_good.profile, nullptr, load_profiles()},
                   std::move(loaded.unloadable),
                   std::move(loaded.broken)};
    std::move(loaded.warnings.begin(), loaded.warnings.end(), std::back_inserter(all.warnings));
    const auto profile = all.data.profiles.find(profile_);
    if (profile == all.data.profiles.end()) all.refused.push_back(missing_profile(last_good));
    else if (profile->second) all.data.profile = *profile->second;
    else all.refused.push_back(profile->second.error());
    auto scenarios = core::load_scenarios(folders_.fixtures, *all.data.catalogue,
                                          last_good.scenarios ? *last_good.scenarios : core::Scenarios());
    all.data.scenarios = std::make_shared<const core::Scenarios>(std::move(scenarios.scenarios));
    all.refused.insert(all.refused.end(), scenarios.unloadable.begin(), scenarios.unloadable.end());
    return all;
}

// At the start the name is wrong; later its file was removed.
Error DataFiles::missing_profile(const Data& last_good) const {
    auto error = policy::load_profile(folders_.fixtures, profile_, settings_).error();
    if (!error.file.empty()) return error;
    if (last_good.catalogue == nullptr) error.message.insert(0, "--profile: ");
    else error.file = (folders_.fixtures.begin()->folder / "profiles" / (profile_ + ".json")).string();
    return error;
}

core::Profiles DataFiles::load_profiles() const {
    core::Profiles profiles;
    const policy::ProfileParts none;
    for (const auto& name : policy::profile_names(folders_.fixtures)) {
        auto profile = policy::load_profile(folders_.fixtures, name, name == profile_ ? settings_ : none);
        if (profile) profiles.emplace(name, std::make_shared<const policy::Profile>(std::move(*profile)));
        else profiles.emplace(name, profile.error());
    }
    return profiles;
}

LoadedData DataFiles::by_name(LoadedData loaded) const {
    for (auto* errors : {&loaded.refused, &loaded.warnings}) {
        for (auto& error : *errors) error.file = name_of(error.file);
    }
    for (auto& [name, profile] : loaded.data.profiles) {
        if (!profile) profile.error().file = name_of(profile.error().file);
    }
    return loaded;
}

std::set<std::string> DataFiles::files_of_profile(const std::string& name) const {
    std::set<std::string> files;
    for (const auto& file : policy::profile_files(folders_.fixtures, name))
        files.insert(name_of(file.string()));
    return files;
}

std::string DataFiles::name_of(const std::string& path) const {
    if (const auto name = name_below(folders_.contracts, "contracts", path)) return *name;
    for (const auto& layer : folders_.fixtures) {
        if (const auto name = name_below(layer.folder, "fixtures", path)) return *name;
    }
    return path;
}

} // namespace chatmock::app
