// Texts and numbers that replace personal data: same form, other content. The content follows from the draw;
// only the form follows from the original.
#pragma once

#include "base/seeded.hpp"

#include <cstdint>
#include <string>

namespace chatmock::conformance {

// `original` is a UUID; the fake is in upper case if it has a capital.
std::string fake_uuid(const std::string& original, Draw draw);

// word.word123@example.com
std::string fake_email_address(Draw draw);

// A URL at example.com with the same scheme, as many path segments, and the same file extension if it is a
// common one; without a query.
std::string fake_url(const std::string& original, Draw draw);

// Letters become English words, digits other digits. White space, ASCII punctuation, emoji and other symbols
// stay. The number of characters stays. Any letter, digit or mark beyond ASCII counts as a letter.
std::string fake_text(const std::string& original, Draw draw);

// Between 1 and 999,999,999; or with as many digits as the positive original.
std::int64_t fake_id(Draw draw);
std::int64_t fake_id_like(std::int64_t original, Draw draw);

} // namespace chatmock::conformance
