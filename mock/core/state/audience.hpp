// The recipients of an event.
#pragma once

#include "base/text/lines.hpp"
#include "core/journal/journal.hpp"
#include "core/state/connections.hpp"
#include "policy/match/target.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace chatmock::core {

struct Addressee {
    const Member* member; // valid until a member leaves
    Connection* connection;
};

// Each list is in join order.
struct Audience {
    std::vector<Addressee> addressees;
    std::shared_ptr<const Recipients> recipients; // kept by the journal
    Lines names;                                  // each recipient's members of a JSON object
};

using SharedAudience = std::shared_ptr<const Audience>;

class Audiences {
public:
    Audiences(const Connections& connections, const policy::Groups& groups)
        : connections_(connections), groups_(groups) {}

    // The matching members of a namespace. The list of all its members is cached until one joins or leaves.
    SharedAudience find(const policy::Target& target, const std::string& namespace_name);

    // Their number; with `settled`, only those with a final transport.
    std::size_t count(const policy::Target& target, const std::string& namespace_name, bool settled) const;

private:
    struct Everyone {
        std::string namespace_name;
        std::uint64_t generation; // of the connections
        SharedAudience audience;
    };

    bool matches(const Member& member, const policy::Target& target, const std::string& namespace_name) const;
    SharedAudience look_up(const policy::Target& target, const std::string& namespace_name) const;

    const Connections& connections_;
    const policy::Groups& groups_;
    Everyone everyone_{}; // cached by the last lookup
};

} // namespace chatmock::core
