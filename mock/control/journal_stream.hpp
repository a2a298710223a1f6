// The journal's entries as server-sent events. Pure.
#pragma once

#include "core/input/command.hpp"

#include <string>

namespace chatmock::control {

// One client's stream: what it has not seen is asked for when it has taken what it was sent.
class JournalStream {
public:
    explicit JournalStream(core::FollowJournal follow) : follow_(std::move(follow)) {}

    // What to ask next.
    const core::FollowJournal& follow() const { return follow_; }

    // The text that the answer to it comes to: its events, or a comment that keeps the connection alive. The
    // first one has the comment, too, so that a client knows its place.
    std::string take(const Json& answer);

private:
    std::string keep_alive() const;

    core::FollowJournal follow_;
    bool has_begun_ = false;
};

} // namespace chatmock::control
