// How much a line of the log matters.
#pragma once

namespace chatmock {

enum class LogLevel { debug, info, warn, error };

} // namespace chatmock
