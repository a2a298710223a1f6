// Whom an event goes to.
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
    const Member* member; // as long as nobody leaves
    Connection* connection;
};

// Each list in the order in which they joined.
struct Audience {
    std::vector<Addressee> addressees;
    std::shared_ptr<const Recipients> recipients; // which the journal keeps
    Lines names;                                  // who each is: members of an object, in JSON
};

using SharedAudience = std::shared_ptr<const Audience>;

class Audiences {
public:
    Audiences(const Connections& connections, const policy::Groups& groups)
        : connections_(connections), groups_(groups) {}

    // Those of a namespace who match. Everyone in it is looked up once for as long as nobody comes or goes.
    SharedAudience find(const policy::Target& target, const std::string& namespace_name);

    // How many they are; only those who have settled, where it is asked for.
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
    Everyone everyone_{}; // as they were found the last time
};

} // namespace chatmock::core
