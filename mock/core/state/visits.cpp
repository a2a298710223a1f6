#include "core/state/visits.hpp"

#include "base/seeded.hpp"

namespace chatmock::core {

Visit& Visits::of(const std::string& user) { return by_user_[stable_hash(user)]; }

bool Visits::is_full() const { return by_user_.size() >= users_max_; }

} // namespace chatmock::core
