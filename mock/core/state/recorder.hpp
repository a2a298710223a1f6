// Writes the journal: gives each entry its time, and shortens details that quote a client or a call. Counts
// all entries.
#pragma once

#include "core/input/world_settings.hpp"
#include "core/journal/journal.hpp"
#include "core/journal/totals.hpp"
#include "core/state/connections.hpp"
#include "core/time/clock.hpp"
#include "policy/match/target.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace chatmock::core {

// The members of an object, with long texts cut, for the journal.
Json in_short(const Json& details);

class Recorder {
public:
    // All of them outlive this object.
    Recorder(Journal& journal, Totals& totals, const Clock& clock, const Connections& connections,
             const WorldSettings& settings, const policy::Groups& groups)
        : journal_(journal), totals_(totals), clock_(clock), connections_(connections), settings_(settings),
          groups_(groups) {}

    // Appends to the journal with the current time, and returns the entry's number.
    std::uint64_t record(Entry entry);

    // An entry about a session or a member, with the client's identity.
    void record(EntryKind kind, const Connection& connection, const Details& details = {});
    void record(EntryKind kind, const Member& member, const Details& details = {});

    // The same with details that quote a client: shortens them. `event` is the entry's event.
    void record_quoting(EntryKind kind, const Connection& connection, Json details);
    void record_quoting(EntryKind kind, const Member& member, Json details, const std::string& event);

    // An entry about a protocol violation of a client. The code is stable: docs/CONTROL_API.md lists all.
    void record_violation(const Connection& connection, std::string_view code, std::string_view message);

    // An entry about a control call, with its target. Quoted texts are shortened.
    void record_call(std::string_view call, const Json& details = Json::object(), SharedConcern concern = {});
    void record_call(std::string_view call, const policy::Target& to, Json details = Json::object());

    // The clients of the target: the users that it names, and the users and sids of matching members.
    SharedConcern concern_of(const policy::Target& to) const;

    // An entry that a limit was reached: once, until the journal is cleared.
    void record_limit(std::string_view limit, std::string_view message);

    // By limit: the journal's generation at its entry, plus 1.
    const std::map<std::string, std::uint64_t, std::less<>>& limits_met() const { return limits_met_; }

private:
    bool is_declared(const std::string& event) const;

    Journal& journal_;
    Totals& totals_;
    const Clock& clock_;
    const Connections& connections_;
    const WorldSettings& settings_;
    const policy::Groups& groups_;
    std::map<std::string, std::uint64_t, std::less<>> limits_met_;
};

} // namespace chatmock::core
