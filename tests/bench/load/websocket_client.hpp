// A Socket.IO client (Engine.IO 4) with a WebSocket of its own: joins, answers pings, counts events.
#pragma once

#include "load/loop.hpp"
#include "load/stream.hpp"
#include "load/tally.hpp"

#include <string>
#include <string_view>

namespace bench {

class WebSocketClient : public Reader {
public:
    // `tally` outlives it.
    WebSocketClient(Loop& loop, int port, std::string user, Tally& tally);

    void on_readable() override;

private:
    std::size_t take(std::string_view bytes);
    std::size_t take_response(std::string_view bytes);
    void take_packet(std::string_view packet);
    void answer_ping();

    std::string user_;
    Tally& tally_;
    Stream stream_;
    bool upgraded_ = false;
};

} // namespace bench
