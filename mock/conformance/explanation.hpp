// Why a schema refuses a payload: its keywords, tried one by one along the payload.
#pragma once

#include "conformance/drift.hpp"

namespace chatmock::conformance {

// A few more than `drifts_max` at the most, some perhaps told twice. The contract is the judge, not this:
// where it is content there is nothing to explain.
std::vector<Drift> explain(const Json& schema, const Json& payload);

} // namespace chatmock::conformance
