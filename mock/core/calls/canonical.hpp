// The journal in a form that is equal for two runs, independent of the order of their clients.
#pragma once

#include "core/input/reply.hpp"
#include "core/journal/entry_match.hpp"

namespace chatmock::core {

// Entries without a connection, then per connection: its client's actions, then the server's packets. Fails
// if emissions to many clients make it larger than a journal's limit.
Result<std::shared_ptr<const ReplyList>> canonical_entries(const JournalMatch& match, const Journal& journal);

} // namespace chatmock::core
