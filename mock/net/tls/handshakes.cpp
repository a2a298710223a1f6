#include "net/tls/handshakes.hpp"

namespace chatmock::net {

Handshakes::Unfinished Handshakes::begin(Handshake& handshake, Instant now) {
    if (unfinished_.size() == handshakes_max) abandon_oldest();
    unfinished_.emplace_back(now, &handshake);
    return Unfinished(&handshake, End{this});
}

// There is none if it was abandoned.
void Handshakes::end(Handshake& handshake) {
    unfinished_.remove_if([&handshake](const auto& each) { return each.second == &handshake; });
}

void Handshakes::abandon_overdue(Instant now) {
    while (!unfinished_.empty() && unfinished_.front().first + handshake_max <= now) abandon_oldest();
}

void Handshakes::abandon_oldest() {
    auto& oldest = *unfinished_.front().second;
    unfinished_.pop_front();
    oldest.abandon();
}

} // namespace chatmock::net
