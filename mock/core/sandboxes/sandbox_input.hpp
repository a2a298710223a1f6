// Everything that can happen to the sandboxes: what happens to the world of one of them, and the calls that
// make and end them.
#pragma once

#include "core/input/input.hpp"
#include "core/sandboxes/sandbox_name.hpp"
#include "policy/profile.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>

namespace chatmock::core {

// The profiles of the fixtures by name; or why one does not load.
using Profiles = std::map<std::string, Result<std::shared_ptr<const policy::Profile>>, std::less<>>;

// What a caller wants of a sandbox. What is absent is as in `default`.
struct SandboxWish {
    std::string name = {}; // empty where one is to be made up
    std::optional<std::string> profile = {};
    std::optional<std::uint64_t> seed = {};
    std::optional<ClockSettings> clock = {};
    Milliseconds expires_after{600000}; // of real time, without a client and without a call
};

struct MakeSandbox {
    SandboxWish wish;
    bool may_exist = false; // as it is wished
};
struct ListSandboxes {};
struct GetSandbox {
    std::string name;
};
struct EndSandbox {
    std::string name;
};

using SandboxCommand = std::variant<MakeSandbox, ListSandboxes, GetSandbox, EndSandbox>;

struct SandboxCalled {
    Ticket ticket;
    SandboxCommand command;
    std::string control_url; // as the caller reached it, such as http://localhost:8091
};

// A control call to a sandbox that is not `default`.
struct CalledIn {
    std::string sandbox;
    Called called;
};

// Files were saved. Each sandbox reloads those that it uses.
struct FilesSaved {
    Reloaded reloaded;                    // as it is for `default`
    Profiles profiles;                    // all
    std::set<std::string> saved_profiles; // their names
};

// An input without a name is for whom its session, its channel, its exchange, its receipts or its ticket are
// of; a handshake, for the sandbox that it names.
using SandboxesInput = std::variant<Input, CalledIn, SandboxCalled, FilesSaved>;

} // namespace chatmock::core
