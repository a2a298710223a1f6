#include "core/state/visits.hpp"

#include "base/seeded.hpp"
#include "core/limits/limits.hpp"

namespace chatmock::core {

Visit& Visits::of(const std::string& user) { return by_user_[stable_hash(user)]; }

bool Visits::is_full() const { return by_user_.size() >= visits_max; }

} // namespace chatmock::core
