// The control API's calls about the profile and its keys. A reset undoes their changes.
#pragma once

#include "core/state/state.hpp"

namespace chatmock::core {

// Applies the changes that calls have made to the profile in use to the profile of new files. Fails if the
// result is not a valid profile.
Result<policy::Profile> rebased_profile(const State& state, const policy::Profile& files);

class ProfileCalls {
public:
    explicit ProfileCalls(State& state) : state_(state) {}

    Result<Reply> operator()(const GetProfile& call) const;

    // Rules and groups become the profile's; the caller must reset its faults and reactions.
    Result<Reply> operator()(const SetProfile& call);
    Result<Reply> operator()(const PatchProfile& call);

    Result<Reply> operator()(const CreateToken& call);
    Result<Reply> operator()(const GetJwks& call) const;

private:
    std::shared_ptr<const policy::JwtKeys> keys() const;
    Result<Reply> use(policy::Profile profile, ProfileOrigin origin, std::string_view call);

    State& state_;
};

} // namespace chatmock::core
