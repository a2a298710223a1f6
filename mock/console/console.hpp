// The console: a page that shows and controls the mock, as files for a browser. It uses only the control API.
#pragma once

#include "base/result.hpp"
#include "http/head.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace chatmock::console {

struct File {
    std::string_view name;   // such as `views/send.js`
    std::string_view packed; // by gzip
};

// The files at build time, sorted by name.
const std::vector<File>& built_in_files();

struct Page {
    const char* type; // of its content
    std::string bytes;
    bool is_packed; // by gzip
};

class Console {
public:
    // Serves the built-in files.
    Console() = default;

    // `on` serves the built-in files, `off` none; any other text is a folder whose files are read at each
    // request. Fails with `unreadable_file` if that folder has no page.
    static Result<Console> from(const std::string& source);

    // Fails with `unknown_route` for an unknown file, and with `unreadable_file`.
    Result<Page> find(const std::string& name) const;

private:
    explicit Console(std::string source) : source_(std::move(source)) {}

    std::string source_ = "on";
};

// Further headers of each file. The page may call its own port, and open a WebSocket to that port's host;
// `host` is the request's Host.
http::Headers headers_for(std::string_view host);

} // namespace chatmock::console
