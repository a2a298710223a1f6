// A Socket.IO client (Engine.IO 4) that polls on one connection: joins, answers pings, counts events.
#pragma once

#include "load/loop.hpp"
#include "load/stream.hpp"
#include "load/tally.hpp"

#include <string>
#include <string_view>

namespace bench {

class PollingClient : public Reader {
public:
    // `tally` outlives it.
    PollingClient(Loop& loop, int port, std::string user, Tally& tally);

    void on_readable() override;

private:
    void take_body(std::string_view body);
    void take_packet(std::string_view packet);
    void ask_next();

    std::string user_;
    Tally& tally_;
    Stream stream_;
    std::string target_;
    std::string to_post_; // before the next poll
};

} // namespace bench
