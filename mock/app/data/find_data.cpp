#include "app/data/find_data.hpp"
#include "base/files/files.hpp"

#include <algorithm>
#include <filesystem>

namespace chatmock::app {

namespace {

namespace fs = std::filesystem;

// A folder of that kind has at least one of these folders.
std::vector<std::string> folders_expected_in(const std::string& name) {
    if (name == "contracts") return {"events"};
    return {"events", "profiles", "scenarios"};
}

bool is_right(const fs::path& folder, const std::string& name) {
    const auto expected = folders_expected_in(name);
    return std::any_of(expected.begin(), expected.end(),
                       [&](const std::string& each) { return !is_absent(folder / each); });
}

std::string expectation_for(const std::string& name) {
    return name == "contracts" ? "a folder with events/ in it, which holds EVENT.schema.json files"
                               : "a folder with events/, profiles/ or scenarios/ in it";
}

} // namespace

std::string find_data(const std::string& given, const std::string& name) {
    if (!given.empty()) return given;
    std::error_code failure;
    if (fs::is_directory(name, failure)) return name;
    return std::string(CHATMOCK_DATA_DIR) + "/" + name;
}

Result<void> check_data_folder(const std::string& given, const std::string& name) {
    const fs::path folder = find_data(given, name);
    if (is_right(folder, name)) return {};
    auto message = "--" + name + ": expected " + expectation_for(name) + ", got ";
    if (given.empty()) {
        message += "none, and neither ./" + name + " nor " + folder.string() + " is one";
    } else {
        message += "\"" + given + "\", which ";
        const auto listed = folders_in(folder);
        message += is_absent(folder) ? "does not exist" : listed ? "has none" : "cannot be read";
        const auto parent = fs::absolute(folder).lexically_normal().parent_path();
        if (!is_absent(folder) && is_right(parent, name))
            message += "; did you mean \"" + parent.string() + "\"?";
    }
    return Error{ErrorCode::invalid_value, message};
}

} // namespace chatmock::app
