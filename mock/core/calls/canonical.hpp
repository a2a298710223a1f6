// The journal in a form in which two runs compare, in whatever order their clients came and polled.
#pragma once

#include "core/input/reply.hpp"
#include "core/journal/journal_match.hpp"

namespace chatmock::core {

// What was nobody's doing or reached nobody, then each connection's part: what its client did, then what
// was sent to it. Fails where emissions to many make it larger than a journal may be.
Result<std::shared_ptr<const ReplyList>> canonical_entries(const JournalMatch& match, const Journal& journal);

} // namespace chatmock::core
