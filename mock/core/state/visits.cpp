#include "core/state/visits.hpp"

#include "base/seeded.hpp"

namespace chatmock::core {

Visit& Visits::of(const std::string& user) { return by_user_[stable_hash(user)]; }

bool Visits::is_too_many(const std::string& user) const {
    return by_user_.size() >= users_max_ && by_user_.count(stable_hash(user)) == 0;
}

} // namespace chatmock::core
