// Logs go to stderr; stdout is for the ready line and for reports.
#pragma once

#include <string>

namespace chatmock::app {

// "text" or "json".
void set_up_log(const std::string& format);

} // namespace chatmock::app
