// Watches the files that the mock is made of, and takes up what is saved.
#pragma once

#include "app/data/data_files.hpp"
#include "runtime/interval.hpp"

#include <set>

namespace chatmock::app {

class Reloader {
public:
    // `stamps` are older than `loaded`. All on the loop's thread; the loop outlives this.
    Reloader(runtime::Loop& loop, const DataFiles& files, const FileStamps& stamps, const LoadedData& loaded);

private:
    void look();
    bool is_time_to_retry();
    void take_up(const LoadedData& loaded, const std::set<std::string>& saved);
    void remember(const LoadedData& loaded);

    runtime::Loop& loop_;
    DataFiles files_;
    FileChanges changes_;
    Data good_;
    std::set<std::string> told_;   // what is wrong with the files as they are
    std::set<std::string> unread_; // saved files that could not be read yet
    int looks_since_load_ = 0;
    runtime::Interval interval_;
};

} // namespace chatmock::app
