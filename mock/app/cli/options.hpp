// The options of the command line and the environment.
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
    std::vector<std::string> control_hosts;   // further allowed names in a call's Host header
    std::vector<std::string> control_origins; // of pages that may call
    std::string control_token;                // the required token of calls; empty if none is required
    std::string tls = "off";                  // or "auto": with an authority of its own
    std::string tls_certificate;              // a file; with `tls_key` instead of "auto"
    std::string tls_key;
    std::vector<std::string> tls_names; // further ones of the automatic certificate
    bool tls_only = false;              // clients need TLS
    std::vector<std::string> fixtures;  // each covers the one before; searched if empty
    std::string contracts;              // searched if empty
    std::string formats = "warn";       // or "assert": a text with a wrong `format` is a mistake
    std::string profile = "default";
    std::vector<std::string> settings; // of the profile: "protocol.ping_interval_ms=300"
    std::uint64_t seed = 1;
    std::string clock = "real";
    std::string clock_start;        // ISO 8601; empty: the clock's default
    std::string reload = "on";      // or "off"
    std::string client;             // folder of the official client; searched if empty
    std::string ui = "on";          // or "off", or a folder with the console's files
    std::string sandboxes = "made"; // or "auto": on first use
    std::string log = "text";
    std::string log_level = "info"; // the lowest level that is logged
    std::int64_t wait_ms = 0;       // of `health`: how long it asks; 0 is once
};

// The address and the client settings of a real service.
struct ServiceOptions {
    std::string url;
    std::string token; // the URL's token takes precedence; may be empty
    std::string auth;  // the payload of CONNECT, a JSON object; may be empty
    int engineio_protocol = 4;
    std::string transport = "upgrade"; // from polling to websocket; or only one of them
    std::string namespace_name = "/";
    std::vector<std::string> headers; // "Name: value"
    std::string ca_file;              // empty: the machine's certificates
    bool insecure = false;
    std::optional<std::int64_t> for_ms; // duration in ms; empty: the verb's default
};

// The checks of `verify`.
struct VerifyOptions {
    std::string contracts;             // searched if empty
    std::string formats = "warn";      // or "assert"
    std::vector<std::string> expected; // events; empty: all with a contract
    bool strict = false;               // unknown fields are failures
    bool refused = false;              // expects that the token is refused
    std::string report = "text";       // or "json", "junit"
};

// The output of `record`.
struct RecordOptions {
    std::string contracts;         // searched if empty
    std::string out;               // a folder of fixtures
    std::uint64_t seed = 1;        // of the fakes
    std::vector<std::string> kept; // fields that are not disguised
    bool infer = false;            // also writes contracts
};

struct HostPort {
    std::string host;
    int port = 0;
};

// "127.0.0.1:8090", "localhost:0" or "[::1]:8090". The error names `flag`.
Result<HostPort> parse_host_port(const std::string& text, const std::string& flag);

} // namespace chatmock::app
