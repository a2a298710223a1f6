// The official client as npm installs it, for the socket port to hand out.
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

// `folder` is that of the package, or the one in it that holds the files. Where it is empty, the packages
// below
// ./node_modules are tried, and none is no error.
Result<InstalledClient> load_client(const std::string& folder);

} // namespace chatmock::app
