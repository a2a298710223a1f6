// Advice for people after a verb has listened to a service.
#pragma once

#include "app/listening/listening.hpp"
#include "conformance/verification/report.hpp"

namespace chatmock::app {

// One sentence after a verification that did not pass.
std::string next_step_after(const conformance::Report& report, const Listened& listened);

// One sentence if the service ended it: refused, lost or unreachable.
std::string next_step_after(const Listened& listened);

} // namespace chatmock::app
