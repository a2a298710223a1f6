// Labels of international host names (IDNA2008: RFC 5890 to 5893).
#pragma once

#include "schema/pattern/code_points.hpp"

namespace chatmock::schema {

// Whether the label, which begins with two characters and --, is xn-- and the Punycode of a valid label.
bool is_ascii_form_of_label(std::string_view label);

bool is_international_label(const CodePoints& label);

// The length of xn-- and the label's Punycode.
std::size_t ascii_length_of_label(const CodePoints& label);

} // namespace chatmock::schema
