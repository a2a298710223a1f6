// Every call of the control API, one line each.
#pragma once

#include "core/sandboxes/sandbox_input.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chatmock::control {

// What a sandbox says of itself.
struct Facts {
    std::string version;
    std::uint64_t seed = 1;
    std::string profile;
    std::string socket; // where clients connect, as a URL
};

// One HTTP call, its body parsed.
struct Call {
    std::vector<std::string> parameters; // of the path, in order
    http::Query query;
    std::string last_event_id; // of a client that comes back to a stream; else empty
    Json body = Json::object();
    const Facts& facts;
};

// An answer that is no JSON and was known when the binary was built.
struct Document {
    const char* type;
    std::string_view text;
};

// A file of the console.
struct ConsoleFile {
    std::string name;
};

// The console's address, relative to what was asked for.
struct Redirect {
    const char* to;
};

// What a call comes to: a command for a world, an answer that needs none, a stream, a file for a browser,
// or a command for the sandboxes.
struct Asked {
    std::variant<core::Command, core::Reply, Document, core::FollowJournal, ConsoleFile, Redirect,
                 core::SandboxCommand>
        what;
    Milliseconds patience{30000}; // how long its caller waits for the world
};

struct Route {
    std::string_view method;
    std::string_view pattern; // segments in braces are parameters
    Result<Asked> (*ask)(const Call& call);
    bool takes_query = false;
    bool is_page = false; // for browsers: no call, so that the contract of the calls does not have it
};

const std::vector<Route>& routes();

// Where a path leads: below /sandboxes/NAME each path is a route of that sandbox, but for those of the
// sandboxes themselves.
struct Address {
    std::string sandbox;
    std::string path; // as the routes have it
};

Address address_of(const std::string& path);

// The route, with the path's parameters; or unknown_route, method_not_allowed.
struct Found {
    const Route* route;
    std::vector<std::string> parameters;
};

Result<Found> find_route(std::string_view method, std::string_view path);

// The methods that a path has, be it below a sandbox, as the header Allow lists them; empty where there is no
// such path.
std::string allowed_methods(const std::string& path);

// From a call to what it asks for. `found` is its route.
Result<Asked> ask(Found found, const core::HttpCall& call, const Facts& facts,
                  const std::string& last_event_id);

// The same for calls that only a world can answer; another one is an unknown_route.
Result<core::Command> ask_world(const core::HttpCall& call);

} // namespace chatmock::control
