// The target or the match of a call, in words for its error.
#pragma once

#include "policy/match/journal_match.hpp"
#include "policy/match/target.hpp"

#include <string>

namespace chatmock::policy {

// `alice`, `alice or bob`, `group 7`, `everyone`.
std::string wording_of(const Target& target);

// ` of alice over websocket`; empty if any connection will do.
std::string wording_of(const ConnectionMatch& match);

// ` matching {"kind":"receive","user":"alice"}`; empty if any entry will do.
std::string wording_of(const JournalMatch& match);

} // namespace chatmock::policy
