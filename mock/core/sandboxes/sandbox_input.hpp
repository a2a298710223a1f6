// All inputs of the sandboxes: inputs for one of their worlds, and the calls that make and end them.
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

// The profiles of the fixtures by name; or the error of one that does not load.
using Profiles = std::map<std::string, Result<std::shared_ptr<const policy::Profile>>, std::less<>>;

// The requested settings of a sandbox; absent ones are those of `default`.
struct SandboxRequest {
    std::string name = {}; // empty: a name is generated
    std::optional<std::string> profile = {};
    std::optional<std::uint64_t> seed = {};
    std::optional<ClockSettings> clock = {};
    Milliseconds expires_after{600000}; // in real time, without a client and without a call
};

struct MakeSandbox {
    SandboxRequest request;
    bool may_exist = false; // if it has the requested settings
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

// A control call to a sandbox other than `default`.
struct CalledIn {
    std::string sandbox;
    Called called;
    std::uint64_t number =
        0; // of the only sandbox that may answer, see Sandboxes::enter(); 0: any of that name
};

// Files were saved. Each sandbox reloads its own ones.
struct FilesSaved {
    Reloaded reloaded;                                           // for `default`
    Profiles profiles;                                           // all
    std::map<std::string, std::set<std::string>> saved_profiles; // their names, and the saved files of each
};

// The reload of a sandbox with another profile than `default`: without the profile of `default`, with its
// own.
Reloaded reloaded_for(const std::string& profile, const FilesSaved& saved);

// An input without a name is for the sandbox that owns its session, channel, exchange, receipts or ticket; a
// handshake is for the sandbox that it names.
using SandboxesInput = std::variant<Input, CalledIn, SandboxCalled, FilesSaved>;

} // namespace chatmock::core
