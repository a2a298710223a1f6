#include "app/data/find_data.hpp"

#include "base/files/built_in.hpp"
#include "base/files/disk.hpp"

#include <algorithm>

namespace chatmock::app {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view contract_suffix = ".schema.json";

bool has_one_of(const fs::path& folder, const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& each) { return !is_absent(folder / each); });
}

// True if a folder that the command line names can be --NAME.
bool can_be_data_folder(const fs::path& folder, const std::string& name) {
    if (name == "contracts") return has_one_of(folder, {"events"});
    return has_one_of(folder, {"events", "profiles", "scenarios"});
}

// True if a folder that the command line does not name belongs to chatmock: other programs have such folders.
bool looks_like_fixtures(const fs::path& folder) { return has_one_of(folder, {"events", "profiles"}); }

bool looks_like_contracts(const fs::path& folder) {
    const auto files = files_in(folder / "events", contract_suffix);
    return !files || !files->empty(); // an unreadable folder is reported later
}

fs::path built_in(const std::string& name) { return fs::path(built_in_folder) / name; }

// Relative to the binary, so any installation prefix works. Another program has the built-in files alone.
fs::path installed(const std::string& name) {
    const auto binary = disk::program();
    if (!binary) return built_in(name);
    return (binary->parent_path() / CHATMOCK_DATA_FROM_BINARY / name).lexically_normal();
}

fs::path full(const fs::path& path) { return (disk::current_folder() / path).lexically_normal(); }

Result<void> check_folder(const std::string& given, const std::string& name) {
    const fs::path folder = given;
    if (can_be_data_folder(folder, name)) return {};
    auto message = "--" + name + ": expected " +
                   (name == "contracts" ? "a folder with events/ in it, which holds EVENT.schema.json files"
                                        : "a folder with events/, profiles/ or scenarios/ in it") +
                   ", got \"" + given + "\", which ";
    const auto listed = folders_in(folder);
    message += is_absent(folder) ? "does not exist" : listed ? "has none" : "cannot be read";
    const auto parent = full(folder).parent_path();
    if (!is_absent(folder) && can_be_data_folder(parent, name))
        message += "; did you mean \"" + parent.string() + "\"?";
    return Error{ErrorCode::invalid_value, message};
}

} // namespace

Result<fs::path> find_contracts(const std::string& given) {
    if (!given.empty()) {
        if (auto checked = check_folder(given, "contracts"); !checked) return checked.error();
        return fs::path(given);
    }
    for (const auto& folder : {fs::path("contracts"), installed("contracts")}) {
        if (looks_like_contracts(folder)) return folder;
    }
    return built_in("contracts");
}

Result<DataFolders> find_data(const std::vector<std::string>& fixtures, const std::string& contracts) {
    auto found = find_contracts(contracts);
    if (!found) return found.error();
    std::vector<FileLayer> layers;
    for (auto given = fixtures.rbegin(); given != fixtures.rend(); ++given) {
        if (auto checked = check_folder(*given, "fixtures"); !checked) return checked.error();
        layers.push_back({*given});
    }
    if (layers.empty() && looks_like_fixtures("fixtures")) layers.push_back({"fixtures"});
    const bool is_own = *found != installed("contracts") && *found != built_in("contracts");
    const auto beside = installed("fixtures");
    if (beside != built_in("fixtures") && looks_like_fixtures(beside)) layers.push_back({beside, is_own});
    layers.push_back({built_in("fixtures"), true});
    return DataFolders{FileLayers(std::move(layers)), std::move(*found)};
}

std::string shown_folder(const fs::path& folder) {
    if (built_in_name(folder.string())) return "built in";
    return full(folder).string();
}

} // namespace chatmock::app
