#include "core/input/client_files.hpp"

namespace chatmock::core {

namespace {

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

http::Response not_installed(const std::string& file) {
    return {404,
            "text/plain; charset=UTF-8",
            "Not found: " + file +
                " is a file of the official client, which is not installed here. `npm install "
                "socket.io-client` where "
                "chatmock starts, or name the package's folder with --client.\n",
            {}};
}

} // namespace

const std::set<std::string>& client_file_names() {
    static const std::set<std::string> names = [] {
        std::set<std::string> all;
        for (const auto* stem : {"socket.io", "socket.io.min", "socket.io.msgpack.min", "socket.io.esm.min",
                                 "socket.io.slim", "socket.io.slim.dev"}) {
            for (const auto* suffix : {".js", ".js.map"}) all.insert(std::string(stem) + suffix);
        }
        return all;
    }();
    return names;
}

std::optional<http::Response> client_file_response(const ClientFiles& files, const std::string& file,
                                                   std::string_view if_none_match) {
    if (client_file_names().count(file) == 0) return std::nullopt;
    if (files.names.count(file) == 0) return not_installed(file);
    const auto etag = "\"" + files.version + "\"";
    if (if_none_match == etag || if_none_match == "W/" + etag) return http::Response{304, "", "", {}};
    const auto* const type = ends_with(file, ".map") ? "json" : "javascript";
    return http::Response{200,
                          std::string("application/") + type + "; charset=utf-8",
                          "",
                          {{"Cache-Control", "public, max-age=0"}, {"ETag", etag}},
                          file};
}

} // namespace chatmock::core
