// Makes control calls, one after the other, on a connection that it keeps as long as the server does.
#pragma once

#include "load/loop.hpp"
#include "load/stream.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace bench {

class Caller : public Reader {
public:
    // `loop` outlives it.
    Caller(Loop& loop, int port) : loop_(loop), port_(port) {}

    void ask(std::string_view method, std::string_view path, std::string_view body = {});
    bool is_waiting() const { return waiting_; }

    // Turns the loop until the last call is answered.
    void await_answer();

    void on_readable() override;

private:
    Loop& loop_;
    int port_;
    std::optional<Stream> stream_;
    bool waiting_ = false;
};

} // namespace bench
