// The sources of this binary.
#pragma once

namespace chatmock::app {

struct Build {
    const char* version;
    const char* commit; // "unknown" without Git and its archives; with "-dirty" if files had changed
    const char* date;   // the commit's or SOURCE_DATE_EPOCH's, ISO 8601; or "unknown"
};

extern const Build build;

} // namespace chatmock::app
