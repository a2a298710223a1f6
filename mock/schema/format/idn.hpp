// Labels of international host names (IDNA2008: RFC 5890 to 5893).
#pragma once

#include "schema/pattern/code_points.hpp"

namespace chatmock::schema {

// True if the label is xn-- and the Punycode of a valid label. Precondition: two characters and -- at its
// beginning.
bool is_ascii_form_of_label(std::string_view label);

bool is_international_label(const CodePoints& label);

// The length of xn-- plus the label's Punycode.
std::size_t ascii_length_of_label(const CodePoints& label);

} // namespace chatmock::schema
