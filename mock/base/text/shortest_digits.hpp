// A double in the fewest digits. In WebAssembly its host writes it.
#pragma once

#include <string>

namespace chatmock {

// d.ddde±dd or de±dd: the fewest digits that identify the value, and of these the nearest ones.
std::string shortest_digits(double value);

} // namespace chatmock
