#include "app/data/installed_client.hpp"

#include "base/files/files.hpp"
#include "base/seeded.hpp"

#include <filesystem>

namespace chatmock::app {

namespace {

namespace fs = std::filesystem;

bool has_client(const fs::path& folder) {
    return read_text_file(folder / "socket.io.js") || read_text_file(folder / "socket.io.min.js");
}

// In `package` itself, or in the folder that a version of the client or of the server uses.
std::optional<fs::path> folder_of(const fs::path& package) {
    for (const auto* below : {"", "dist", "client-dist"}) {
        if (has_client(package / below)) return package / below;
    }
    return std::nullopt;
}

std::string version_of(const fs::path& folder) {
    for (const auto& place : {folder, folder.parent_path()}) {
        const auto package = read_json_file(place / "package.json");
        if (package && package->is_object() && package->contains("version") &&
            (*package)["version"].is_string())
            return (*package)["version"].get<std::string>();
    }
    return {};
}

InstalledClient load(const fs::path& folder) {
    InstalledClient client;
    auto contents = std::make_shared<std::map<std::string, std::string>>();
    for (const auto& name : core::client_file_names()) {
        auto text = read_text_file(folder / name);
        if (!text) continue;
        (*contents)[name] = std::move(*text);
        client.files.names.insert(name);
    }
    client.files.version = version_of(folder);
    if (client.files.version.empty()) client.files.version = hash_text(contents->begin()->second);
    client.contents = std::move(contents);
    return client;
}

} // namespace

Result<InstalledClient> load_client(const std::string& folder) {
    if (!folder.empty()) {
        if (const auto found = folder_of(folder)) return load(*found);
        return Error{ErrorCode::unreadable_file, "--client: expected the folder of socket.io-client, got " +
                                                     folder + ", which has no socket.io.js"};
    }
    for (const auto* package : {"node_modules/socket.io-client", "node_modules/socket.io"}) {
        if (const auto found = folder_of(package)) return load(*found);
    }
    return InstalledClient{};
}

} // namespace chatmock::app
