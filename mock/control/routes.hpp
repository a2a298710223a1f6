// Every call of the control API, one line each.
#pragma once

#include "core/sandboxes/sandbox_input.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chatmock::control {

class Tls;

// Facts about a sandbox, for answers.
struct Facts {
    std::string version;
    std::string commit;
    std::string build_date;
    std::uint64_t seed = 1;
    std::string profile;
    std::string socket; // for clients, as a URL
    Tls* tls = nullptr; // of the process; null if there is none; outlives all calls
    bool is_default = true;
};

// One HTTP call with a parsed body.
struct Call {
    std::vector<std::string> parameters; // of the path, in order
    http::Query query;
    std::string last_event_id; // of a client that reconnects to a stream; otherwise empty
    Json body = Json::object();
    const Facts& facts;
};

// An embedded answer that is not JSON.
struct Document {
    const char* type;
    std::string_view text;
};

// A file of the console.
struct ConsoleFile {
    std::string name;
};

// The metrics of the sandbox that the path names; of all if it names none.
struct ShownMetrics {};

// The console's address, relative to the requested one.
struct Redirect {
    const char* to;
};

constexpr Milliseconds default_patience{30000};

// The result of a call: a command for a world, an immediate answer, a stream, a file for a browser, metrics,
// or a command for the sandboxes.
struct Asked {
    std::variant<core::Command, core::Reply, Document, core::FollowJournal, ConsoleFile, Redirect,
                 ShownMetrics, core::SandboxCommand>
        what;
    Milliseconds patience = default_patience; // the limit of the caller's wait
};

struct Route {
    std::string_view method;
    std::string_view pattern; // segments in braces are parameters
    Result<Asked> (*ask)(const Call& call);
    bool takes_query = false;
    bool is_page = false; // for browsers: no call, so that the contract of the calls does not have it
};

const std::vector<Route>& routes();

// The sandbox and the route of a path: below /sandboxes/NAME each path is a route of that sandbox, except
// those of the sandboxes themselves.
struct Address {
    std::optional<std::string> sandbox; // empty if the path names none, which means `default`
    std::string path;                   // without the sandbox
};

Address address_of(const std::string& path);

// The route, with the path's parameters; otherwise unknown_route or method_not_allowed.
struct Found {
    const Route* route;
    std::vector<std::string> parameters;
};

Result<Found> find_route(std::string_view method, std::string_view path);

// The methods of a path, also below a sandbox, for the header Allow; empty for an unknown path.
std::string allowed_methods(const std::string& path);

// Parses a call for the route `found`.
Result<Asked> ask(Found found, const core::HttpCall& call, const Facts& facts,
                  const std::string& last_event_id);

// The same for calls that only a world can answer; others fail with unknown_route.
Result<core::Command> ask_world(const core::HttpCall& call);

} // namespace chatmock::control
