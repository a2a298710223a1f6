// Texts and numbers that stand in for a person's: of the same form, with other content. What they say follows
// from the draw, and of the original they keep its form alone.
#pragma once

#include "base/seeded.hpp"

#include <cstdint>
#include <string>

namespace chatmock::conformance {

// `original` is a UUID; in upper case where it has a capital.
std::string fake_uuid(const std::string& original, Draw draw);

// word.word123@example.com
std::string fake_email_address(Draw draw);

// At example.com, by the same scheme, with as many parts in its path and the same file extension, if it is a
// common one; no query.
std::string fake_url(const std::string& original, Draw draw);

// Letters become English words, digits other digits; white space, ASCII punctuation, emoji and other symbols
// stay. It has as many characters. Any letter, digit or mark beyond ASCII counts as a letter.
std::string fake_text(const std::string& original, Draw draw);

// From 1 to 999,999,999; or with as many digits as the original, which is above 0.
std::int64_t fake_id(Draw draw);
std::int64_t fake_id_like(std::int64_t original, Draw draw);

} // namespace chatmock::conformance
