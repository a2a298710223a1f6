// The faults that are installed: which of them strike what happens, and how often they did.
#pragma once

#include "core/journal/journal_match.hpp"
#include "core/state/state.hpp"
#include "policy/faults/fault.hpp"

#include <unordered_map>

namespace chatmock::core {

// An event on its way to one member, or the acknowledgement of the member's own event.
struct Delivery {
    const Member& member;
    const std::string& event;
    std::uint64_t emit_seq;                   // of its journal entry; 0 of an acknowledgement
    std::string_view packet;                  // text of its Socket.IO packet
    std::optional<std::uint64_t> ack_id = {}; // of an acknowledgement

    policy::FaultPoint point() const {
        return ack_id ? policy::FaultPoint::acknowledgement : policy::FaultPoint::delivery;
    }
};

class Faults : public engineio::Interference {
public:
    explicit Faults(State& state) : state_(state) {}

    // Each is all or nothing. They fail where a fault names an event that nobody could send.
    Result<void> install(const std::string& name, policy::Fault fault);
    Result<void> replace(policy::FaultsByName faults);

    // Whether it was there; and how many were.
    bool remove(std::string_view name);
    std::size_t clear();

    // Those of the profile alone.
    void reset();

    bool empty() const { return installed_.empty(); }
    bool has(std::string_view kind) const;

    // What the faults make of a delivery, by name; each that strikes is journalled. An emission that goes to
    // several members of a user is one occurrence.
    policy::Dispatch dispatch(const Delivery& delivery);

    // Whether a fault swallows what was to happen to the client at this point.
    bool swallows(policy::FaultPoint point, const Connection& connection);

    // The same for one who has no connection yet.
    bool swallows(policy::FaultPoint point, const policy::SharedIdentity& who);

    bool swallows(std::string_view sid, engineio::Word word) override;

    // Time itself was set by so much.
    void shift(Milliseconds by);

    // One has come to its end.
    void fire(std::uint64_t id);
    void settle();

    std::vector<std::string> names() const;
    Result<Json> view(std::string_view name) const;
    Json views() const;

private:
    struct Count {
        std::uint64_t occurrences = 0;
        std::uint64_t emit_seq = 0; // of the last one
    };

    struct Installed {
        std::uint64_t id = 0;
        policy::Fault fault;
        Instant since;
        std::optional<Instant> ends_at;
        std::uint64_t after = 0;                         // the journal's last entry that it does not end with
        std::unordered_map<std::uint64_t, Count> counts; // by a hash of the user, who may be long
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
    bool swallows(policy::FaultPoint point, const policy::SharedIdentity& who, const Json& details,
                  Concerns concerns);
    Count& count_of(Installed& installed, const std::string& user);
    bool counts(const std::string& name, Installed& installed, const std::string& user,
                std::uint64_t emit_seq, std::optional<Draw>& draw);
    void record(const std::string& name, const policy::Fault& fault, policy::SharedIdentity who,
                const std::string& event, Json details);
    static Json view(const std::string& name, const Installed& installed);

    State& state_;
    std::map<std::string, Installed, std::less<>> installed_;
    Count uncounted_;         // of a user for whom there is no room
    std::size_t counted_ = 0; // users, in all faults
    std::uint64_t last_id_ = 0;
    std::pair<std::uint64_t, std::uint64_t> looked_to_; // the journal's generation and last entry
};

} // namespace chatmock::core
