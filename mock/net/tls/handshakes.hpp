// TLS handshakes that are not finished: each has a limited time, and all of them a limited number.
#pragma once

#include "base/time.hpp"

#include <cstddef>
#include <list>
#include <memory>
#include <utility>

namespace chatmock::net {

// One of them.
class Handshake {
public:
    virtual ~Handshake() = default;

    // Ends the connection. The handshake has been removed.
    virtual void abandon() = 0;
};

class Handshakes {
public:
    static constexpr std::size_t handshakes_max = 1024; // past it, the oldest is abandoned
    static constexpr Milliseconds handshake_max{10000};

    // Its destruction ends the handshake. So none can be abandoned after its connection has ended.
    struct End {
        Handshakes* all = nullptr;
        void operator()(Handshake* handshake) const { all->end(*handshake); }
    };
    using Unfinished = std::unique_ptr<Handshake, End>;

    // The handshake and this object outlive the result.
    [[nodiscard]] Unfinished begin(Handshake& handshake, Instant now);

    void abandon_overdue(Instant now);

    std::size_t size() const { return unfinished_.size(); }

private:
    void end(Handshake& handshake);
    void abandon_oldest();

    std::list<std::pair<Instant, Handshake*>> unfinished_; // the oldest first
};

} // namespace chatmock::net
