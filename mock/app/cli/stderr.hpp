// The stderr of the program. In WebAssembly it is the host's.
#pragma once

#include <string_view>

namespace chatmock::app {

bool is_stderr_terminal();

// False if a line would have to wait for a reader.
bool stderr_takes_a_line();

void write_to_stderr(std::string_view line);

} // namespace chatmock::app
