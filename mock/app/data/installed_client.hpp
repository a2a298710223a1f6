// The official client from npm, for the socket port to serve.
#pragma once

#include "base/result.hpp"
#include "core/input/client_files.hpp"

#include <map>
#include <memory>
#include <string>

namespace chatmock::app {

struct InstalledClient {
    core::ClientFiles files;
    std::shared_ptr<const std::map<std::string, std::string>> contents; // by name
};

// `folder` is the package's, or the one with the files in it. If it is empty, tries the packages in
// ./node_modules; then a missing client is not an error.
Result<InstalledClient> load_client(const std::string& folder);

} // namespace chatmock::app
