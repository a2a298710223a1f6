// The console: the page that shows the mock and steers it, as files for a browser. It knows nothing that the
// control API does not say.
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

// As they were when the binary was built, by name.
const std::vector<File>& built_in_files();

struct Page {
    const char* type; // of its content
    std::string bytes;
    bool is_packed; // by gzip
};

class Console {
public:
    // Of the binary.
    Console() = default;

    // `on` has the files of the binary, `off` has none, and any other text is a folder whose files are read
    // at each request. Fails with `unreadable_file` where that folder has no page.
    static Result<Console> from(const std::string& source);

    // Fails with `unknown_route` where there is no such file, and with `unreadable_file`.
    Result<Page> find(const std::string& name) const;

private:
    explicit Console(std::string source) : source_(std::move(source)) {}

    std::string source_ = "on";
};

// What goes with each file. The page may call the port that it is from, and open a WebSocket to that port's
// host; `host` is that of the request.
http::Headers headers_for(std::string_view host);

} // namespace chatmock::console
