// The journal's entries as server-sent events. Pure.
#pragma once

#include "core/input/command.hpp"

#include <string>

namespace chatmock::control {

// One client's stream: requests new entries once the client has read the earlier ones.
class JournalStream {
public:
    explicit JournalStream(core::FollowJournal follow) : follow_(std::move(follow)) {}

    // The next request.
    const core::FollowJournal& follow() const { return follow_; }

    // The text for its answer: events, or a comment that keeps the connection alive. The first text includes
    // the comment, so that a client knows its position.
    std::string take(const Json& answer);

private:
    std::string keep_alive() const;

    core::FollowJournal follow_;
    bool has_begun_ = false;
};

} // namespace chatmock::control
