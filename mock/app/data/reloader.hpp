// Watches the mock's files, and reloads saved ones.
#pragma once

#include "app/data/data_files.hpp"
#include "runtime/interval.hpp"
#include "runtime/worlds.hpp"

#include <map>
#include <set>

namespace chatmock::app {

class Reloader {
public:
    // `stamps` must be older than `loaded`. Everything is on the loop's thread; the loop and the worlds
    // outlive this object.
    Reloader(runtime::Loop& loop, runtime::Worlds& worlds, const DataFiles& files, const std::string& profile,
             const FileStamps& stamps, const LoadedData& loaded);

private:
    std::optional<FileStamps> stamps();
    void look();
    bool is_time_to_retry();
    void apply(const LoadedData& loaded, const std::set<std::string>& saved);
    std::set<std::string> own_files() const;
    std::map<std::string, std::set<std::string>> saved_profiles(const LoadedData& loaded,
                                                                const std::set<std::string>& saved) const;
    void remember(const LoadedData& loaded);

    runtime::Worlds& worlds_;
    DataFiles files_;
    std::string profile_; // the name of the command line's profile
    FileChanges changes_;
    Data good_;
    std::set<std::string> reported_; // current errors
    std::set<std::string> unread_;   // saved files that could not be read yet
    int looks_since_load_ = 0;
    bool is_short_ = false; // of descriptors or memory
    runtime::Interval interval_;
};

} // namespace chatmock::app
