#include "app/data/reloader.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace chatmock::app {

namespace {

using Names = std::set<std::string>;

constexpr Milliseconds period{250};

// Some files can be read later without another save, for example after a lack of file descriptors. They are
// read again after this number of looks.
constexpr int looks_before_retry = 8;

// True if the error names the file, or the folder that contains it.
bool is_about(const Error& error, const std::string& file) {
    return file == error.file || file.rfind(error.file + "/", 0) == 0;
}

// Errors of saved files, and other new errors.
std::vector<Error> news_in(const std::vector<Error>& errors, const Names& saved, const Names& reported) {
    std::vector<Error> news;
    std::copy_if(errors.begin(), errors.end(), std::back_inserter(news), [&](const Error& error) {
        const auto concerns = [&error](const std::string& file) { return is_about(error, file); };
        return reported.count(describe(error)) == 0 || std::any_of(saved.begin(), saved.end(), concerns);
    });
    return news;
}

std::vector<std::string> without_refused(const Names& saved, const std::vector<Error>& refused) {
    std::vector<std::string> files;
    std::copy_if(saved.begin(), saved.end(), std::back_inserter(files), [&](const std::string& file) {
        const auto concerns = [&file](const Error& error) { return is_about(error, file); };
        return std::none_of(refused.begin(), refused.end(), concerns);
    });
    return files;
}

constexpr std::string_view profiles_folder = "fixtures/profiles/";

bool is_profile(const std::string& file) { return file.rfind(profiles_folder, 0) == 0; }

// Without the files of other profiles than the command line's: only sandboxes use them.
Names without_other_profiles(const Names& saved, const Names& own) {
    Names kept;
    std::copy_if(saved.begin(), saved.end(), std::inserter(kept, kept.end()),
                 [&](const std::string& file) { return !is_profile(file) || own.count(file) != 0; });
    return kept;
}

// A profile's source hides keys, so a saved profile with keys always counts as new.
bool is_news(const policy::Profile& loaded, const policy::Profile& good, const Names& changed) {
    return loaded.source != good.source ||
           (loaded.keys && std::any_of(changed.begin(), changed.end(), is_profile));
}

// The files that the system did not allow to read.
Names unread_among(const Names& files, const std::vector<Error>& refused) {
    Names unread;
    std::copy_if(files.begin(), files.end(), std::inserter(unread, unread.end()), [&](const auto& file) {
        return std::any_of(refused.begin(), refused.end(), [&](const Error& error) {
            return error.code == ErrorCode::unreadable_file && is_about(error, file);
        });
    });
    return unread;
}

std::vector<core::FileMistake> mistakes_in(const std::vector<Error>& errors) {
    std::vector<core::FileMistake> mistakes;
    for (const auto& error : errors) {
        if (error.violations.empty()) mistakes.push_back({error.file, error.at, error.message});
        for (const auto& each : error.violations) mistakes.push_back({error.file, each.at, each.message});
    }
    return mistakes;
}

} // namespace

Reloader::Reloader(runtime::Loop& loop, runtime::Worlds& worlds, const DataFiles& files,
                   const std::string& profile, const FileStamps& stamps, const LoadedData& loaded)
    : worlds_(worlds), files_(files), profile_(profile), changes_(stamps), good_(loaded.data),
      interval_(loop, period, [this] { look(); }) {
    remember(files_.by_name(loaded));
}

// Files that cannot be listed have not changed: a later look decides.
std::optional<FileStamps> Reloader::stamps() {
    auto stamps = files_.stamps();
    if (!stamps && !is_short_)
        spdlog::warn("the folders cannot be listed for lack of descriptors or memory (see ulimit -n); "
                     "saved files are reloaded later");
    is_short_ = !stamps;
    return stamps;
}

// Ignores a result if files changed while it was read.
void Reloader::look() {
    const auto before = stamps();
    if (!before) return;
    const bool has_changed = changes_.stand_still(*before);
    if (!has_changed && !is_time_to_retry()) return;
    looks_since_load_ = 0;
    const auto loaded = files_.by_name(files_.load(good_));
    const auto after = stamps();
    if (!after) return;
    const bool stands_still = changes_.stand_still(*after) == has_changed;
    if (stands_still && has_changed) apply(loaded, changes_.take());
    if (stands_still && !has_changed && changes_.is_known()) apply(loaded, {});
}

bool Reloader::is_time_to_retry() {
    return !unread_.empty() && changes_.is_known() && ++looks_since_load_ >= looks_before_retry;
}

void Reloader::apply(const LoadedData& loaded, const Names& all_saved) {
    const auto saved = without_other_profiles(all_saved, own_files());
    auto unread = unread_;
    unread.insert(saved.begin(), saved.end());
    unread_ = unread_among(unread, loaded.refused);
    const auto refused = news_in(loaded.refused, saved, reported_);
    const auto warnings = news_in(loaded.warnings, saved, reported_);
    core::Reloaded reloaded;
    reloaded.changed = without_refused(unread, loaded.refused);
    reloaded.refused = mistakes_in(refused);
    reloaded.warnings = mistakes_in(warnings);
    const Names changed(reloaded.changed.begin(), reloaded.changed.end());
    if (is_news(*loaded.data.profile, *good_.profile, changed)) reloaded.profile = loaded.data.profile;
    if (core::sources_of(*loaded.data.scenarios) != core::sources_of(*good_.scenarios))
        reloaded.scenarios = loaded.data.scenarios;
    if (catalogue::to_json(*loaded.data.catalogue) != catalogue::to_json(*good_.catalogue))
        reloaded.catalogue = loaded.data.catalogue;
    for (const auto& file : reloaded.changed) spdlog::info("reloaded: {}", file);
    for (const auto& error : warnings) spdlog::warn("{}", describe(error));
    for (const auto& error : refused) spdlog::error("refused: {}", describe(error));
    remember(loaded);
    if (is_empty(reloaded) && saved == all_saved) return;
    worlds_.apply(
        core::FilesSaved{std::move(reloaded), loaded.data.profiles, saved_profiles(loaded, all_saved)});
}

// The profile's own file is one of them even if it was removed.
Names Reloader::own_files() const {
    auto files = files_.files_of_profile(profile_);
    files.insert(std::string(profiles_folder) + profile_ + ".json");
    return files;
}

std::map<std::string, Names> Reloader::saved_profiles(const LoadedData& loaded, const Names& saved) const {
    std::map<std::string, Names> profiles;
    for (const auto& [name, profile] : loaded.data.profiles) {
        for (const auto& file : files_.files_of_profile(name)) {
            if (name != profile_ && saved.count(file) != 0) profiles[name].insert(file);
        }
    }
    return profiles;
}

void Reloader::remember(const LoadedData& loaded) {
    good_ = loaded.data;
    reported_.clear();
    for (const auto* errors : {&loaded.refused, &loaded.warnings}) {
        for (const auto& error : *errors) reported_.insert(describe(error));
    }
}

} // namespace chatmock::app
