// Profiles and limits of random worlds.
#pragma once

#include "core/limits/limits.hpp"
#include "policy/profile.hpp"
#include "random/dice.hpp"

#include <cstddef>

namespace chatmock::random {

policy::Profile some_profile(Dice& dice);

// Small enough that a few inputs meet each. Limits that share_of() divides are multiplied by `parts`.
core::Limits small_limits(std::size_t parts = 1);

} // namespace chatmock::random
