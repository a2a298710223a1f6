// What the command line and the environment say.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chatmock::app {

struct Options {
    std::string socket = "127.0.0.1:8090";
    std::string control = "127.0.0.1:8091";
    std::vector<std::string> control_hosts;   // further names that a call's Host may have
    std::vector<std::string> control_origins; // of pages that may call
    std::string control_token;                // that calls show; empty where none is asked for
    std::string fixtures;                     // found where it is not given
    std::string contracts;                    // likewise
    std::string formats = "warn"; // or "assert": a text without its contract's `format` is a mistake
    std::string profile = "default";
    std::uint64_t seed = 1;
    std::string clock = "real";
    std::string clock_start;        // ISO 8601; empty where the clock's own start is meant
    std::string reload = "on";      // or "off"
    std::string client;             // folder of the official client; empty where it is looked for
    std::string ui = "on";          // or "off", or a folder that has the console's files
    std::string sandboxes = "made"; // or "auto": on first use
    std::string log = "text";
    std::string log_level = "info"; // the least that is logged
};

// How to reach a real service.
struct ServiceOptions {
    std::string url;
    std::string token; // empty where the URL has it, which goes first, or there is none
    std::string auth;  // the payload of CONNECT, a JSON object; empty for none
    int engineio_protocol = 4;
    std::string transport = "upgrade"; // from polling to websocket; or only one of them
    std::string namespace_name = "/";
    std::vector<std::string> headers; // "Name: value"
    std::string ca_file;              // empty where the machine's certificates are meant
    bool insecure = false;
    std::optional<std::int64_t> for_ms; // how long to listen; absent where the verb decides
};

// What to ask of it.
struct VerifyOptions {
    std::string contracts;             // found where it is not given
    std::string formats = "warn";      // or "assert"
    std::vector<std::string> expected; // events; all that have a contract where there are none
    bool strict = false;               // unknown fields are failures
    bool refused = false;              // the token is one that is to be refused
    std::string report = "text";       // or "json", "junit"
};

// What to make of what it sends.
struct RecordOptions {
    std::string contracts;         // found where it is not given
    std::string out;               // a folder of fixtures
    std::uint64_t seed = 1;        // of the fakes
    std::vector<std::string> kept; // fields that are not disguised
    bool infer = false;            // contracts, too
};

struct HostPort {
    std::string host;
    int port = 0;
};

// "127.0.0.1:8090", "localhost:0" or "[::1]:8090". `flag` is named where it is none.
Result<HostPort> parse_host_port(const std::string& text, const std::string& flag);

} // namespace chatmock::app
