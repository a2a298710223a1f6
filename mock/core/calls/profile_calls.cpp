#include "core/calls/profile_calls.hpp"

namespace chatmock::core {

Result<Reply> ProfileCalls::operator()(const GetProfile&) const {
    return Reply{state_.settings.profile.source};
}

Result<Reply> ProfileCalls::operator()(const SetProfile& call) { return use(*call.profile, "set_profile"); }

Result<Reply> ProfileCalls::operator()(const PatchProfile& call) {
    Json source = state_.settings.profile.source;
    if (call.keys) source["jwt"] = call.keys->source();
    if (call.removes_keys) source.erase("jwt");
    merge_patch(source, call.patch);
    auto profile = policy::parse_profile(source, std::nullopt);
    if (!profile) return profile.error();
    if (call.keys) profile->keys = call.keys;
    return use(std::move(*profile), "patch_profile");
}

Result<Reply> ProfileCalls::operator()(const CreateToken& call) {
    const auto with = keys();
    if (with->signer() == nullptr) {
        return Error{ErrorCode::invalid_value, "expected a profile whose jwt can sign (secret, private_key, "
                                               "seeded), got one with public keys alone"};
    }
    const auto& sub = call.request.sub;
    const auto garbage =
        "garbage." + state_.seeded.sid("garbage", sub, 1) + "." + state_.seeded.sid("garbage", sub, 2);
    auto token = policy::make_token(call.request, *with->signer(), state_.now(), garbage);
    state_.record_call("create_token", {{"sub", sub}});
    Json answer = {{"token", std::move(token.text)}};
    if (!token.header.is_null()) answer["header"] = std::move(token.header);
    if (!token.claims.is_null()) answer["claims"] = std::move(token.claims);
    return Reply{std::move(answer)};
}

Result<Reply> ProfileCalls::operator()(const GetJwks&) const { return Reply{keys()->public_set()}; }

// A profile without keys checks no signature; tokens are signed with the seed's key then.
std::shared_ptr<const policy::JwtKeys> ProfileCalls::keys() const {
    const auto& own = state_.settings.profile.keys;
    return own ? own : policy::JwtKeys::seeded(state_.settings.seed);
}

// What GET answers can be sent back: hidden keys that are told of like those in use are those.
Result<Reply> ProfileCalls::use(policy::Profile profile, std::string_view call) {
    const auto& keys = state_.settings.profile.keys;
    if (keys && profile.keys && profile.keys->is_hidden() && profile.keys->source() == keys->source())
        profile.keys = keys;
    state_.follow(std::move(profile));
    state_.record_call(call);
    return Reply{state_.settings.profile.source};
}

} // namespace chatmock::core
