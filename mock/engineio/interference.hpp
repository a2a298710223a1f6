// What a session asks before it says a word of its protocol's own: whether the word gets lost.
#pragma once

#include <string_view>

namespace chatmock::engineio {

enum class Word {
    ping,  // the server's, in protocol 4
    pong,  // the answer to a client's ping, in protocol 3
    probe, // the answer to the probe of a WebSocket that is to upgrade
};

class Interference {
public:
    virtual ~Interference() = default;
    virtual bool swallows(std::string_view sid, Word word) = 0;
};

} // namespace chatmock::engineio
