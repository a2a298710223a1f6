#include "console/console.hpp"

#include "base/files/files.hpp"
#include "base/text/nearest.hpp"

#include <algorithm>
#include <array>

namespace chatmock::console {

namespace {

struct Type {
    std::string_view extension;
    const char* type;
};

constexpr std::array<Type, 4> types = {{{".html", "text/html; charset=utf-8"},
                                        {".css", "text/css; charset=utf-8"},
                                        {".js", "text/javascript; charset=utf-8"},
                                        {".svg", "image/svg+xml"}}};

// Null if a page has no files of that kind.
const char* type_of(std::string_view name) {
    for (const auto& [extension, type] : types) {
        if (name.size() > extension.size() && name.substr(name.size() - extension.size()) == extension)
            return type;
    }
    return nullptr;
}

// False for names that lead out of the folder.
bool is_name_below(std::string_view name) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789_./";
    return name.find_first_not_of(allowed) == std::string_view::npos &&
           name.find("..") == std::string_view::npos && name.find("//") == std::string_view::npos &&
           !name.empty() && name.front() != '/' && name.front() != '.';
}

Error unknown_file(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& file : built_in_files()) names.emplace_back(file.name);
    return {ErrorCode::unknown_route, unknown_name_message("file of the console", name, names)};
}

Result<Page> find_built_in(const std::string& name) {
    const auto& files = built_in_files();
    const auto found =
        std::find_if(files.begin(), files.end(), [&](const File& file) { return file.name == name; });
    if (found == files.end()) return unknown_file(name);
    return Page{type_of(name), std::string(found->packed), true};
}

// A host in a Content-Security-Policy has neither brackets nor keywords: for others, only the scheme is
// allowed.
std::string web_sockets_of(std::string_view host) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    const auto name = host.substr(0, host.find(':'));
    if (name.empty() || name.find_first_not_of(allowed) != std::string_view::npos) return "ws: wss:";
    return "ws://" + std::string(name) + ":* wss://" + std::string(name) + ":*";
}

} // namespace

Result<Console> Console::from(const std::string& source) {
    Console console(source);
    if (source == "on" || source == "off") return console;
    if (auto page = console.find("index.html"); !page) {
        return Error{ErrorCode::unreadable_file,
                     "--ui: expected on, off or a folder with an index.html, got \"" + source + "\""};
    }
    return console;
}

Result<Page> Console::find(const std::string& name) const {
    if (source_ == "off")
        return Error{ErrorCode::unknown_route,
                     "the console is off; to have it, start the mock without --ui off"};
    if (source_ == "on") return find_built_in(name);
    const auto path = std::filesystem::path(source_) / name;
    if (!is_name_below(name) || type_of(name) == nullptr || is_absent(path)) return unknown_file(name);
    auto text = read_text_file(path);
    if (!text) return text.error();
    return Page{type_of(name), std::move(*text), false};
}

http::Headers headers_for(std::string_view host) {
    return {{"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src "
                                        "'self' data:; connect-src 'self' " +
                                            web_sockets_of(host) +
                                            "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                                            "require-trusted-types-for 'script'; trusted-types 'none'"},
            {"Cache-Control", "no-store"},
            {"Referrer-Policy", "no-referrer"},
            {"X-Content-Type-Options", "nosniff"}};
}

} // namespace chatmock::console
