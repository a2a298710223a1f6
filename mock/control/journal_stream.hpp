// The journal's entries as server-sent events, as they come.
#pragma once

#include "core/command.hpp"
#include "runtime/mailbox.hpp"

#include <httplib.h>

#include <atomic>

namespace chatmock::control {

class JournalStreams {
public:
    static constexpr std::size_t streams_max = 32; // each holds a thread

    // The mailbox outlives it, and it outlives its responses.
    explicit JournalStreams(runtime::Mailbox& mailbox) : mailbox_(mailbox) {}

    // Makes the response one that ends when its client goes away or the mailbox is closed. What happens
    // from now on is in it. Fails with `overloaded`, and as the mailbox does.
    Result<void> begin(core::FollowJournal follow, httplib::Response& response);

private:
    runtime::Mailbox& mailbox_;
    std::atomic<std::size_t> open_ = 0;
};

} // namespace chatmock::control
