// JSON may contain half of a surrogate pair ("\ud83d"), as JSON.stringify writes for a text that was cut
// within an emoji. The library refuses it, so such halves are marked before it parses, and restored
// afterwards.
#pragma once

#include "base/json/json.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chatmock {

// The JSON text with a mark for each lone surrogate; empty if it has none. A mark is as long as the escape,
// so positions stay.
std::optional<std::string> mark_lone_surrogates(std::string_view json);

// Replaces the marks in strings and names by the surrogates, in WTF-8.
void restore_lone_surrogates(Json& json);

} // namespace chatmock
