// The installed faults: decides which of them strike an occurrence, and counts their strikes.
#pragma once

#include "core/journal/entry_match.hpp"
#include "core/state/state.hpp"
#include "policy/faults/fault.hpp"

#include <unordered_map>

namespace chatmock::core {

// An event on its way to one member, or the acknowledgement of the member's own event.
struct Delivery {
    const Member& member;
    const std::string& event;
    std::uint64_t emit_seq;                   // of its journal entry; 0 for an acknowledgement
    std::string_view packet;                  // text of its Socket.IO packet
    std::optional<std::uint64_t> ack_id = {}; // set for an acknowledgement

    policy::FaultPoint point() const {
        return ack_id ? policy::FaultPoint::acknowledgement : policy::FaultPoint::delivery;
    }
};

class Faults : public engineio::Interference {
public:
    explicit Faults(State& state) : state_(state) {}

    // Installs all or none. Fails if a fault names an event that cannot be sent.
    Result<void> install(const std::string& name, policy::Fault fault);
    Result<void> replace(policy::FaultsByName faults);

    // remove() returns false if there is none; clear() returns the number.
    bool remove(std::string_view name);
    std::size_t clear();

    // Restores the profile's faults.
    void reset();

    bool empty() const { return installed_.empty(); }
    bool has(std::string_view kind) const;

    // Applies the faults to a delivery, in order of their names, and journals each strike. An emission to
    // several sockets of a user is one occurrence.
    policy::Dispatch dispatch(const Delivery& delivery);

    // True if a fault drops this action for the client.
    bool drops(policy::FaultPoint point, const Connection& connection);

    // The same for a client without a connection.
    bool drops(policy::FaultPoint point, const policy::SharedIdentity& identity);

    bool drops(std::string_view sid, engineio::ControlPacket packet) override;

    // The clock was set forward or back by this much.
    void shift(Milliseconds by);

    // The fault's lifetime has ended.
    void fire(std::uint64_t id);
    void settle();

    std::vector<std::string> names() const;
    Result<Json> view(std::string_view name) const;
    Json views() const;

private:
    struct Count {
        std::uint64_t occurrences = 0;
        std::uint64_t emit_seq = 0; // of the last occurrence
    };

    struct Installed {
        std::uint64_t id = 0;
        policy::Fault fault;
        Instant since;
        std::optional<Instant> ends_at;
        std::uint64_t after = 0;                         // seq of the last entry that cannot end it
        std::unordered_map<std::uint64_t, Count> counts; // by a hash of the user, whose name may be long
        std::uint64_t occurrences = 0;
        std::uint64_t strikes = 0;
    };

    using Place = std::map<std::string, Installed, std::less<>>::iterator;

    Result<void> check(const policy::Fault& fault, const std::string& at) const;
    void put(const std::string& name, policy::Fault fault);
    Place take_out(Place place);
    void end(Place place, std::string_view why);
    void end_those_over();
    bool concerns(const policy::Fault& fault, const Delivery& delivery) const;
    bool concerns(const policy::Fault& fault, const Connection& connection) const;
    template <typename Concerns>
    bool drops(policy::FaultPoint point, const policy::SharedIdentity& identity, const Json& details,
               Concerns concerns);
    Count& count_of(Installed& installed, const std::string& user);
    bool counts(const std::string& name, Installed& installed, const std::string& user,
                std::uint64_t emit_seq, std::optional<Draw>& draw);
    void record(const std::string& name, const policy::Fault& fault, policy::SharedIdentity identity,
                const std::string& event, Json details);
    static Json view(const std::string& name, const Installed& installed);

    State& state_;
    std::map<std::string, Installed, std::less<>> installed_;
    Count uncounted_;         // shared by users past the limit
    std::size_t counted_ = 0; // users, for all faults together
    std::uint64_t last_id_ = 0;
    std::pair<std::uint64_t, std::uint64_t> looked_to_; // the journal's generation and last matched entry
};

} // namespace chatmock::core
