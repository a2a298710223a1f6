// The importance of a log line.
#pragma once

namespace chatmock {

enum class LogLevel { debug, info, warn, error };

} // namespace chatmock
